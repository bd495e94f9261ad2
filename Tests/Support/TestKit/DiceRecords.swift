/// Random bodies of every endpoint that a table reads, small and full of repeats; now and then a record is
/// spoilt.
struct DiceRecords {
  struct Response {
    let endpoint: String
    let query: String
    let body: String
  }

  typealias Field = (name: String, value: String)

  private static let symbols = [
    "BTCUSD", "ETHUSD", "456USD", "B", "BT", "\\u0041DA", "B\\u0000T", "B\\u0001",
  ]

  var dice: SeededGenerator

  init(seed: UInt64) { dice = SeededGenerator(seed: seed) }

  mutating func response() -> Response {
    switch dice.within(0...15) {
    case 0: return Response(endpoint: "/api/v3/time", query: "", body: object([("serverTime", time())]))
    case 1: return exchangeInfo()
    case 2: return ticker()
    case 3, 4: return account()
    case 5:
      let coins = rows(["BTC", "ETH", "USD", "456"]) { $0.coin($1) }
      return Response(endpoint: "/sapi/v1/capital/config/getall", query: "", body: coins)
    case 6, 7, 8: return trades()
    case 9, 10: return orders()
    case 11, 12, 13, 14: return movements()
    default:
      let id = dice.within(1...9)
      let symbol = dice.pick(Self.symbols)
      let body = object(order(symbol, id))
      return Response(endpoint: "/api/v3/order", query: "orderId=\(id)&symbol=\(symbol)", body: body)
    }
  }

  private mutating func exchangeInfo() -> Response {
    let single = dice.oneIn(4)
    let symbols = single ? [dice.pick(Self.symbols)] : dice.some(of: Self.symbols)
    let records = rows(symbols) { $0.symbol($1) }
    let beside = [("timezone", "\"UTC\""), ("serverTime", time()), ("rateLimits", "[ {\"limit\" :1200}]")]
    let body = object(around("symbols", records, beside))
    return Response(
      endpoint: "/api/v3/exchangeInfo", query: single ? "symbol=\(symbols[0])" : "", body: body)
  }

  private mutating func ticker() -> Response {
    let single = dice.oneIn(3)
    let symbol = dice.pick(Self.symbols)
    let body =
      single ? object(statistics(symbol)) : rows(dice.some(of: Self.symbols)) { $0.statistics($1) }
    return Response(endpoint: "/api/v3/ticker/24hr", query: single ? "symbol=\(symbol)" : "", body: body)
  }

  private mutating func account() -> Response {
    let balances = rows(dice.some(of: ["BTC", "ETH", "USD", "USD4"])) { $0.balance($1) }
    var beside: [Field] = [
      ("makerCommission", "10"), ("canTrade", dice.pick(["true", "false", "1", "\"true\""])),
      ("canWithdraw", dice.pick(["true", "null"])), ("accountType", "\"SPOT\""), ("updateTime", time()),
      ("commissionRates", "{\"maker\":\"0.001\"}"),
    ]
    if dice.oneIn(12) { beside[1].value = dice.pick(["[]", "\"yes\"", "2"]) }
    if dice.oneIn(4) { beside.removeLast(dice.within(1...6)) }
    return Response(
      endpoint: "/api/v3/account", query: "", body: object(around("balances", balances, beside)))
  }

  private mutating func trades() -> Response {
    let symbol = dice.pick(Self.symbols)
    let first = dice.within(0...12)
    var ids = Array(first..<first + dice.within(0...8))
    if dice.oneIn(3), let id = ids.randomElement(using: &dice) { ids.append(id) }
    if dice.oneIn(3) { ids.shuffle(using: &dice) }
    let isMixed = dice.oneIn(4)
    let body = rows(ids) { $0.trade(isMixed ? $0.dice.pick(Self.symbols) : symbol, $1) }
    return Response(endpoint: "/api/v3/myTrades", query: "fromId=\(first)&symbol=\(symbol)", body: body)
  }

  private mutating func orders() -> Response {
    let symbol = dice.pick(Self.symbols)
    let ids = dice.some(of: Array(1...9))
    let body = rows(ids) { $0.order(symbol, $1) }
    return Response(endpoint: "/api/v3/allOrders", query: "orderId=0&symbol=\(symbol)", body: body)
  }

  private mutating func symbol(_ name: String) -> [Field] {
    var fields: [Field] = [
      ("symbol", "\"\(name)\""), ("status", dice.pick(["\"TRADING\"", "\"BREAK\""])),
      ("baseAsset", "\"X\""), ("baseAssetPrecision", "8"),
      ("quoteAsset", dice.pick(["\"USD\"", "\"USD4\""])),
      ("orderTypes", "[\"LIMIT\", \"MARKET\" ]"), ("icebergAllowed", "true"), ("filters", filters()),
      ("permissions", "[]"),
    ]
    if dice.oneIn(2) { fields += [("permissionSets", "[[\"SPOT\"]]"), ("otoAllowed", "false")] }
    return fields
  }

  private mutating func filters() -> String {
    var filters = [
      "{\"filterType\":\"PRICE_FILTER\",\"minPrice\":\"0.01\",\"maxPrice\":\"1e5\",\"tickSize\":0.0100}",
      "{\"filterType\":\"LOT_SIZE\",\"minQty\":\"0.001\",\"stepSize\":\"\\u0030.1\"}",
      "{\"minNotional\":\"10.0\",\"filterType\":\"MIN_NOTIONAL\"}",
      "{\"filterType\":\"NOTIONAL\",\"minNotional\":\"\(dice.within(1...99)).00\"}",
      "{\"filterType\":\"MAX_POSITION\",\"minNotional\":\"9\",\"minPrice\":null}",
    ]
    filters = dice.some(of: filters).shuffled(using: &dice)
    if dice.oneIn(20) { filters.append("7") }
    return dice.oneIn(20) ? dice.pick(["null", "{}", "\"no\""]) : "[" + filters.joined(separator: ", ") + "]"
  }

  private mutating func statistics(_ name: String) -> [Field] {
    [
      ("symbol", "\"\(name)\""), ("lastPrice", decimal()), ("openTime", time()), ("closeTime", time()),
      ("firstId", dice.pick(["-1", "\"7\"", "7"])), ("lastId", "-1"), ("count", "\(dice.within(0...99))"),
    ]
  }

  private mutating func balance(_ asset: String) -> [Field] {
    [("asset", "\"\(asset)\""), ("free", decimal()), ("locked", decimal())]
  }

  private mutating func coin(_ coin: String) -> [Field] {
    [
      ("coin", "\"\(coin)\""), ("name", "\"na\\u00efve \\\"\(coin)\\\"\""), ("free", decimal()),
      ("freeze", decimal()), ("trading", "true"), ("networkList", "[{\"network\" : \"ETH\"}]"),
    ]
  }

  private mutating func trade(_ symbol: String, _ id: Int) -> [Field] {
    [
      ("symbol", "\"\(symbol)\""), ("id", "\(id)"), ("orderId", "\(dice.within(1...3))"),
      ("orderListId", "-1"), ("price", decimal()), ("time", time()),
      ("isBuyer", dice.pick(["true", "false"])),
    ]
  }

  private mutating func order(_ symbol: String, _ id: Int) -> [Field] {
    [
      ("symbol", "\"\(symbol)\""), ("orderId", "\(id)"), ("clientOrderId", "\"a/b\\/c\""),
      ("status", dice.pick(["\"NEW\"", "\"FILLED\"", "\"CANCELED\""])), ("time", time()),
      ("updateTime", time()), ("isWorking", "true"), ("workingTime", dice.pick(["-1", time()])),
      ("selfTradePreventionMode", "\"NONE\""),
    ]
  }

  mutating func decimal() -> String {
    dice.pick([
      "\"0.00000000\"", "\"0\"", "\"0.10\"", "\"12.5\"", "\"99999999999.99999999\"", "3.50", "\"-1.5\"",
    ])
  }

  mutating func time() -> String {
    dice.pick(["1795409624123", "1795409624124", "-1", "\"1795409624125\"", "0", "951782400000"])
  }

  /// The records' member among the others, at any place.
  mutating func around(_ name: String, _ records: String, _ beside: [Field]) -> [Field] {
    var fields = beside
    fields.insert((name, records), at: dice.within(0...fields.count))
    return fields
  }

  mutating func rows<T>(_ things: [T], _ make: (inout DiceRecords, T) -> [Field]) -> String {
    let texts = things.map { thing in
      if dice.oneIn(40) { return dice.pick(["7", "null", "[]", "\"x\""]) }
      var fields = make(&self, thing)
      if dice.oneIn(8) { spoil(&fields) }
      return object(fields)
    }
    return "[" + texts.joined(separator: dice.oneIn(4) ? " ,\n" : ",") + "]"
  }

  /// Changes a record in a way that the exchange never announced.
  private mutating func spoil(_ fields: inout [Field]) {
    let place = dice.within(0...fields.count - 1)
    switch dice.within(0...6) {
    case 0: fields.remove(at: place)
    case 1: fields[place].value = "null"
    case 2: fields[place].value = dice.pick(["true", "1.5", "[1]", "{\"a\": 1}", "\"\"", "-0", "1e3", "07"])
    case 3: fields.append((fields[place].name, fields[place].value))
    case 4: fields.insert(("newField", dice.pick(["1", "{\"deep\": [1, 2]}", "\"\\u0000\""])), at: place)
    case 5: fields.append(("e\\u0078tra", "\"x\""))
    default: fields.shuffle(using: &dice)
    }
  }

  mutating func object(_ fields: [Field]) -> String {
    let space = dice.oneIn(5) ? " " : ""
    return "{" + fields.map { "\"\($0.name)\"\(space):\(space)\($0.value)" }.joined(separator: ",\(space)")
      + space + "}"
  }
}
