# One trading session through Angel One's Python SDK. Takes a plan as JSON, prints every answer as JSON on its last line.
import json
import sys
import time

from SmartApi import SmartConnect

plan = json.loads(sys.argv[1])
order, client_code = plan["order"], plan["clientCode"]


class Simulated(SmartConnect):
    # One of its calls ignores the root that the constructor was given.
    _rootUrl = plan["root"]


sdk = Simulated(api_key=plan["apiKey"], root=plan["root"])
said = {}


def second():
    # Some calls are allowed once a second.
    time.sleep(1.1)


def book_twice():
    # The SDK cannot read the throttle's text, and says so.
    answers = []
    for _ in range(2):
        try:
            answers.append(sdk.orderBook())
        except Exception as error:
            answers.append({"problem": str(error)})
    return answers


said["login"] = sdk.generateSession(client_code, "password", "000000")
refresh_token = sdk.refresh_token
said["profile"] = sdk.getProfile(refresh_token)
said["funds"] = sdk.rmsLimit()
said["emptyBook"] = sdk.orderBook()
said["quotes"] = sdk.getMarketData("FULL", plan["tokens"])
said["placed"] = sdk.placeOrderFullResponse(dict(order))
second()
said["tooOften"] = book_twice()
said["book"] = said["tooOften"][0]
said["modified"] = sdk.modifyOrder({**order, "orderid": said["placed"]["data"]["orderid"], "price": plan["repriced"]})
said["details"] = sdk.individual_order_details(said["placed"]["data"]["uniqueorderid"])
said["cancelled"] = sdk.cancelOrder(said["placed"]["data"]["orderid"], "NORMAL")
said["refused"] = sdk.placeOrderFullResponse({**order, "producttype": "BO"})
said["crossed"] = sdk.placeOrderFullResponse(dict(plan["crossing"]))
second()
said["lastBook"] = sdk.orderBook()
said["positions"] = sdk.position()
said["renewed"] = sdk.generateToken(refresh_token)
said["loggedOut"] = sdk.terminateSession(client_code)
said["afterwards"] = sdk.getProfile(refresh_token)

print("\n" + json.dumps(said))
