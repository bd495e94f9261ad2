"""The seven tables of schema 3, said once for every tool that is compared.

The columns of provenance (`_event_seq`, `_event_row`) and `extra`, in which nothing is, are left out.
"""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column; `field` is the JSON field it comes from, `source` where that field stands."""

    name: str
    type: str  # text, decimal, integer, boolean, time or json
    field: str
    source: str = "record"  # record, envelope or derived


@dataclass(frozen=True)
class Table:
    """One table; `shape` is array, object, or the member of the body that holds the records."""

    name: str
    shape: str
    key: tuple
    columns: tuple

    @property
    def names(self):
        """All column names, `run_id` last, as the SQLite of `bnus-replay replay` has them."""
        return [column.name for column in self.columns] + ["run_id"]

    def of(self, source):
        return [column for column in self.columns if column.source == source]


def _columns(text):
    """Columns out of `type: name name=field …` lines; `>` before a type means the envelope, `+` derived."""
    columns = []
    for line in text.strip().splitlines():
        kind, names = line.strip().split(":")
        source = {">": "envelope", "+": "derived"}.get(kind[0], "record")
        for name in names.split():
            name, _, field = name.partition("=")
            columns.append(Column(name, kind.lstrip(">+"), field or name, source))
    return tuple(columns)


# Which filter the derived columns of exchange_info come from; the first of the types wins.
FILTER_RULES = {
    "minPrice": ("PRICE_FILTER",),
    "maxPrice": ("PRICE_FILTER",),
    "tickSize": ("PRICE_FILTER",),
    "minQty": ("LOT_SIZE",),
    "maxQty": ("LOT_SIZE",),
    "stepSize": ("LOT_SIZE",),
    "minNotional": ("NOTIONAL", "MIN_NOTIONAL"),
}

TABLES = (
    Table("exchange_info", "symbols", ("run_id", "symbol"), _columns("""
        text: symbol status baseAsset
        integer: baseAssetPrecision
        text: quoteAsset
        integer: quotePrecision quoteAssetPrecision baseCommissionPrecision quoteCommissionPrecision
        json: orderTypes
        boolean: icebergAllowed ocoAllowed quoteOrderQtyMarketAllowed allowTrailingStop
        boolean: cancelReplaceAllowed isSpotTradingAllowed isMarginTradingAllowed
        json: filters permissions
        text: defaultSelfTradePreventionMode
        json: allowedSelfTradePreventionModes permissionSets
        boolean: otoAllowed opoAllowed amendAllowed pegInstructionsAllowed
        +decimal: minPrice maxPrice tickSize minQty maxQty stepSize minNotional
        """)),
    Table("ticker_price", "array", ("run_id", "symbol"), _columns("""
        text: symbol
        decimal: priceChange priceChangePercent weightedAvgPrice prevClosePrice lastPrice lastQty
        decimal: bidPrice bidQty askPrice askQty openPrice highPrice lowPrice volume quoteVolume
        time: openTime closeTime
        integer: firstId lastId count
        """)),
    Table("account_balance", "balances", ("run_id", "asset"), _columns("""
        text: asset
        decimal: free locked
        +decimal: total
        >text: accountType
        >boolean: canTrade canWithdraw canDeposit
        >time: updateTime
        """)),
    Table("wallet_details", "array", ("run_id", "coin"), _columns("""
        text: coin name
        boolean: depositAllEnable withdrawAllEnable
        decimal: free locked frozen=freeze withdrawing ipoing ipoable storage
        boolean: isLegalMoney trading
        json: networkList
        """)),
    Table("trade", "array", ("run_id", "symbol", "id", "orderId"), _columns("""
        text: symbol
        integer: id orderId orderListId
        decimal: price qty quoteQty commission
        text: commissionAsset
        time: time
        boolean: isBuyer isMaker isBestMatch
        """)),
    Table("order", "array", ("run_id", "symbol", "orderId"), _columns("""
        text: symbol
        integer: orderId orderListId
        text: clientOrderId
        decimal: price origQty executedQty cummulativeQuoteQty
        text: status timeInForce type side
        decimal: stopPrice icebergQty
        time: time updateTime
        boolean: isWorking
        decimal: origQuoteOrderQty
        time: workingTime
        text: selfTradePreventionMode
        integer: trailingDelta
        time: trailingTime
        integer: strategyId strategyType preventedMatchId
        decimal: preventedQuantity
        integer: tradeGroupId
        text: expiryReason
        boolean: usedSor
        text: workingFloor pegPriceType pegOffsetType
        integer: pegOffsetValue
        decimal: peggedPrice
        """)),
    Table("server_time", "object", ("run_id", "serverTime"), _columns("time: serverTime")),
)


def quoted(name):
    """A name as SQL writes it; `order` is a word of SQL."""
    return f'"{name}"'


def bodies(corpus, table):
    """The table's body files, in the order they were received, each with its run."""
    folder = os.path.join(corpus, "bodies", table.name)
    names = [name.removesuffix(".json").split("__") + [name] for name in os.listdir(folder)]
    names.sort(key=lambda parts: (parts[0], int(parts[1])))
    return [(run, os.path.join(folder, name)) for run, _, name in names]
