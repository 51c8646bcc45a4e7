"""Upstox' official Python client at work: reads what to do from stdin, prints what came back. Run by ../upstox.sdk.ts."""

import json
import os
import sys
import time

# After Python's own modules: one of the client's requirements bears the name of one of them.
sys.path.append(os.environ["SDK_PACKAGES"])

import upstox_client as upstox  # noqa: E402
from upstox_client.rest import ApiException  # noqa: E402

task = json.load(sys.stdin)
configuration = upstox.Configuration()
configuration.host = configuration.order_host = task["baseUrl"]
client = upstox.ApiClient(configuration)
orders = upstox.OrderApiV3(client)
reads = upstox.OrderApi(client)


def order(side, price, tag, quantity=task["quantity"]):
    return upstox.PlaceOrderV3Request(
        quantity=quantity, product="I", validity="DAY", price=price, tag=tag, slice=False,
        instrument_token=task["instrumentKey"], order_type="LIMIT", transaction_type=side,
        disclosed_quantity=0, trigger_price=0, is_amo=False,
    )


def place(body):
    return orders.place_order(body, algo_name=task["algoName"]).data.order_ids


def row(o):
    return {
        "orderId": o.order_id, "tag": o.tag, "status": o.status, "side": o.transaction_type, "price": o.price,
        "quantity": o.quantity, "filled": o.filled_quantity, "instrumentKey": o.instrument_token,
    }


def state(order_id):
    return row(reads.get_order_status(order_id=order_id).data)


def failure(call):
    try:
        call()
        return {"status": 0, "codes": []}
    except ApiException as error:
        errors = json.loads(error.body)["errors"]
        return {"status": error.status, "codes": [e.get("errorCode") or e.get("error_code") for e in errors]}


def log_in():
    return upstox.LoginApi(client).token(
        "2.0", code=task["code"], client_id=task["apiKey"], client_secret=task["apiSecret"],
        redirect_uri=task["redirectUri"], grant_type="authorization_code",
    )


token = log_in()
again = failure(log_in)
client.configuration.access_token = token.access_token

resting = place(order("BUY", task["restingPrice"], task["tags"][0]))
change = upstox.ModifyOrderRequest(
    validity="DAY", price=task["restingPrice"] * 2, order_id=resting[0], order_type="LIMIT", trigger_price=0
)
modified = orders.modify_order(change, algo_name=task["algoName"]).data.order_id
repriced = state(resting[0])
cancelled = orders.cancel_order(resting[0], algo_name=task["algoName"]).data.order_id
cancelled_twice = failure(lambda: orders.cancel_order(resting[0]))

crossing = place(order("BUY", task["crossingPrice"], task["tags"][1]))
filled = state(crossing[0])
for _ in range(100):
    if filled["status"] == "complete":
        break
    time.sleep(0.02)
    filled = state(crossing[0])

history = reads.get_order_details("2.0", tag=task["tags"][1]).data
book = [row(o) for o in reads.get_order_book("2.0").data]
positions = upstox.PortfolioApi(client).get_positions("2.0").data
market = upstox.MarketQuoteApi(client)
quotes = market.get_full_market_quote(task["instrumentKey"], "2.0").data.values()
levels = market.ltp(task["indexKey"], "2.0").data.values()
funds = upstox.UserApi(client).get_user_fund_margin("2.0", segment="SEC").data
refused = failure(lambda: orders.place_order(order("BUY", 1, "ZERO", 0)))
client.configuration.access_token = "dead"
dead = failure(lambda: reads.get_order_book("2.0"))

json.dump(
    {
        "userId": token.user_id,
        "resting": resting,
        "modified": modified,
        "repriced": repriced,
        "cancelled": cancelled,
        "crossing": crossing,
        "filled": filled,
        "stages": [[stage.order_id, stage.status] for stage in history],
        "book": book,
        "positions": [[p.instrument_token, p.quantity] for p in positions],
        "quotes": [
            {"instrumentKey": q.instrument_token, "bid": q.depth.buy[0].price, "ask": q.depth.sell[0].price,
             "upper": q.upper_circuit_limit}
            for q in quotes
        ],
        "levels": [[level.instrument_token, level.last_price] for level in levels],
        "margin": funds["equity"].available_margin,
        "refusals": {"again": again, "cancelledTwice": cancelled_twice, "refused": refused, "dead": dead},
    },
    sys.stdout,
)
