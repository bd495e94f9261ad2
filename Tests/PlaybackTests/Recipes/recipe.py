"""What ccxt and python-binance get from a server, as JSON: recipe.py BASE_URL SYMBOL PAIR."""
import json
import re
import sys

import ccxt
from binance.base_client import BaseClient
from binance.client import Client

base, symbol, pair = sys.argv[1:]


def here(url):
    return re.sub(r"^\w+://[^/]+", base, url)


def with_ccxt():
    exchange = ccxt.binanceus({"apiKey": "any", "secret": "any"})
    exchange.urls["api"] = {name: here(url) for name, url in exchange.urls["api"].items()}
    markets = exchange.load_markets()
    trades, start = [], 0
    while True:
        page = exchange.fetch_my_trades(pair, limit=100, params={"fromId": start})
        trades += page
        if len(page) < 100:
            break
        start = int(page[-1]["id"]) + 1
    one = exchange.fetch_tickers([pair])
    return {
        "markets": {market["id"]: market["info"]["status"] for market in markets.values()},
        "tickers": [ticker["info"] for ticker in exchange.fetch_tickers().values()],
        "one_ticker": [ticker["info"] for ticker in one.values()],
        "balances": exchange.fetch_balance()["info"]["balances"],
        "trades": [trade["info"] for trade in trades],
        "orders": [order["info"] for order in exchange.fetch_orders(pair, limit=1000)],
        "coins": exchange.sapi_get_capital_config_getall(),
    }


def with_python_binance():
    for name in [name for name in dir(BaseClient) if name.endswith("URL")]:
        setattr(BaseClient, name, here(getattr(BaseClient, name)))
    client = Client("any", "any", tld="us")
    trades, start = [], 0
    while True:
        page = client.get_my_trades(symbol=symbol, fromId=start, limit=100)
        trades += page
        if len(page) < 100:
            break
        start = page[-1]["id"] + 1
    return {
        "markets": {one["symbol"]: one["status"] for one in client.get_exchange_info()["symbols"]},
        "tickers": client.get_ticker(),
        "one_ticker": [client.get_ticker(symbol=symbol)],
        "balances": client.get_account()["balances"],
        "trades": trades,
        "orders": client.get_all_orders(symbol=symbol, limit=1000),
        "coins": client.get_all_coins_info(),
    }


def texts(rows):
    """Numbers as the text they came as: one client reads ids as numbers, the other as text."""
    return [{name: str(value) for name, value in row.items()} for row in rows]


responses = {"ccxt": with_ccxt(), "python-binance": with_python_binance()}
for response in responses.values():
    for part in ("tickers", "one_ticker", "balances", "trades", "orders", "coins"):
        response[part] = texts(response[part])
json.dump(responses, sys.stdout)
