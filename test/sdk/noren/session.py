"""One trader's day at the simulated Noren wire, through the brokers' own SDK. Run by run.ts.

Usage: session.py BASE_URL CLIENT_ID. The last line on standard output is JSON: the checks that passed or failed, and the order requests
that the SDK sent.
"""

import hashlib
import io
import json
import sys
import time
import urllib.parse
import zipfile
from contextlib import redirect_stdout

import requests
from NorenRestApiPy.NorenApi import NorenApi

BASE, CLIENT = sys.argv[1:]
APP, SECRET = "SDK_APP_U", "test_api_secret"
NOISE = io.StringIO()
checks = []
sent = {}
token = []
plain_post = requests.post


def recorded_post(url, data=None, **more):
    if isinstance(data, str) and data.startswith("jData="):
        sent[url.rsplit("/", 1)[1]] = json.loads(data[len("jData=") :])
    return plain_post(url, data=data, **more)


requests.post = recorded_post
api = NorenApi(host=f"{BASE}/NorenWClientAPI", websocket="ws://127.0.0.1:9/")


def check(what, passed, seen=None):
    checks.append({"what": what, "passed": bool(passed), "seen": None if passed else repr(seen)})
    return passed


def until(look):
    end = time.monotonic() + 5
    while time.monotonic() < end:
        seen = look()
        if seen:
            return seen
        time.sleep(0.05)
    return None


def order_of(number):
    return next((o for o in api.get_order_book() or [] if o["norenordno"] == number), {})


def log_in():
    page = api.getOAuthURL(f"{BASE}/OAuthlogin/authorize/oauth", APP)
    check("getOAuthURL gives a page that opens", requests.get(page, timeout=5).status_code == 200)
    back = {"redirect_uri": "http://localhost/cb", "login_hint": CLIENT, "auto_approve": "1"}
    answer = requests.get(page, params=back, allow_redirects=False, timeout=5)
    code = urllib.parse.parse_qs(urllib.parse.urlsplit(answer.headers["location"]).query)["code"][0]
    check("getAccessToken refuses a wrong secret", api.getAccessToken(code, "wrong", APP, CLIENT) is None)
    granted = api.getAccessToken(code, SECRET, APP, CLIENT)
    check("getAccessToken grants a session of the user", granted and granted[1] == CLIENT and granted[3] == CLIENT, granted)
    proof = hashlib.sha256(f"{APP}{SECRET}{code}".encode()).hexdigest()
    token.append(granted[0])
    check("the checksum is of client_id, secret and code", sent["GenAcsTok"]["checksum"] == proof, sent["GenAcsTok"])


def at_the_money_call():
    packed = requests.get(f"{BASE}/NFO_symbols.txt.zip", timeout=10).content
    lines = zipfile.ZipFile(io.BytesIO(packed)).read("NFO_symbols.txt").decode().splitlines()
    rows = [dict(zip(lines[0].split(","), line.split(","))) for line in lines[1:]]
    spot = float(api.get_quotes("NSE", "26000")["lp"])
    calls = [r for r in rows if r["Symbol"] == "NIFTY" and r["OptionType"] == "CE"]
    soonest = min(calls, key=lambda r: time.strptime(r["Expiry"], "%d-%b-%Y"))["Expiry"]
    check("the zipped master lists the options", len(calls) > 100, len(calls))
    return min((r for r in calls if r["Expiry"] == soonest), key=lambda r: abs(float(r["StrikePrice"]) - spot))


def place(contract, side, price, tag):
    placed = api.place_order(
        buy_or_sell=side, product_type="I", exchange="NFO", tradingsymbol=contract["TradingSymbol"],
        quantity=contract["LotSize"], discloseqty=0, price_type="LMT", price=price, retention="DAY", remarks=tag,
    )  # fmt: skip
    return (placed or {}).get("norenordno")


def trade(contract):
    quote = api.get_quotes("NFO", contract["Token"])
    check("get_quotes knows the contract by its token", quote["tsym"] == contract["TradingSymbol"], quote)
    check("get_quotes knows no other", api.get_quotes("NFO", "1") is None)
    through = round(float(quote["sp1"]) * 1.2 / 0.05) * 5 / 100
    check("an empty order book is None", api.get_order_book() is None)
    bought = place(contract, "B", f"{through:.2f}", "SDKBUY")
    check("place_order gives an order number", bought)
    done = until(lambda: order_of(bought).get("status", "").upper() == "COMPLETE" and order_of(bought))
    check("the order fills and brings its tag back", done and done["remarks"] == "SDKBUY", order_of(bought))
    check("a filled order cannot be cancelled", api.cancel_order(bought) is None)
    refused = place(contract, "B", "0.01", "SDKTICK")
    check("a price off the tick is refused", refused is None, refused)

    resting = place(contract, "B", "0.05", "SDKREST")
    args = {"orderno": resting, "exchange": "NFO", "tradingsymbol": contract["TradingSymbol"], "newprice_type": "LMT"}
    changed = api.modify_order(newquantity=contract["LotSize"], newprice="0.10", **args)
    check("modify_order changes the price", changed and order_of(resting)["prc"] == "0.10", changed)
    history = api.single_order_history(resting)
    check("single_order_history tells the newest first", history and history[-1]["rpt"] == "NewAck", history)
    cancelled = api.cancel_order(resting)
    check("cancel_order cancels", cancelled and order_of(resting)["status"].upper() == "CANCELED", cancelled)

    trades = api.get_trade_book()
    check("get_trade_book has the fill", trades and [t["norenordno"] for t in trades] == [bought], trades)
    positions = api.get_positions()
    check("get_positions has the position", positions and positions[0]["netqty"] == contract["LotSize"], positions)
    limits = api.get_limits()
    check("get_limits has cash and what is used", float(limits["cash"]) > float(limits["marginused"]) > 0, limits)


def finish():
    check("logout is confirmed", api.logout()["stat"] == "Ok")
    # The SDK has forgotten who it was: the old token is tried without it.
    body, bearer = f'jData={json.dumps({"uid": CLIENT})}', {"Authorization": f"Bearer {token[0]}"}
    answer = plain_post(f"{BASE}/NorenWClientAPI/OrderBook", data=body, headers=bearer, timeout=5).json()
    check("after logout the token is dead", answer["emsg"] == "Session Expired : Invalid Session Key", answer)


with redirect_stdout(NOISE):
    try:
        log_in()
        trade(at_the_money_call())
        orders = {name: sent[name] for name in ("PlaceOrder", "ModifyOrder", "CancelOrder")}
        finish()
    except Exception as error:  # the report must leave in any case
        orders = {}
        check("nothing goes wrong", False, error)
print(json.dumps({"checks": checks, "sent": orders}))
