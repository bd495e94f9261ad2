/// The coins of a world: ten by name, the others from the seed.
struct AssetCatalogue: Sendable {
  private(set) var assets: [Asset] = []

  static let oldDollar = 0
  static let bitcoin = 1
  static let ether = 2
  static let ripple = 3
  static let binanceCoin = 4
  static let tether = 5
  static let dogecoin = 6
  static let numeric = 7
  static let cardano = 8
  static let newDollar = 9
  /// The assets that every world has.
  static let named = 10
  static let binanceDollar = 10
  static let circleDollar = 11
  /// The assets of a full world.
  static let full = 250

  init(scale: WorldScale, names: MarketNames, seed: UInt64) {
    let start = Change.worldBegins
    add("USD", later: "USD4", "US Dollar", "1", .oldDollar, scale: 4, start)
    add("BTC", "Bitcoin", "42000", .coin, start)
    add("ETH", "Ethereum", "2600", .coin, start)
    add("XRP", "XRP", "0.62", .coin, start)
    add("BNB", "BNB", "410", .coin, start)
    add("USDT", "Tether USD", "1", .stable, start)
    add("DOGE", "Dogecoin", "0.11", .coin, SimulatedTime(2020, 6, 11))
    add("123", "One Two \"Three\"", "0.8", .coin, SimulatedTime(2021, 6, 2))
    add("ADA", "Cardano", "0.55", .coin, SimulatedTime(2022, 5, 3))
    add("USD", "US Dollar", "1", .newDollar, Change.newDollar)
    defer {
      if names == .foreign { add("LUNA中", "Luna 中文", "0.9", .coin, Change.newDollar) }
    }
    guard scale == .full else { return }
    add("BUSD", "Binance USD", "1", .stable, SimulatedTime(2019, 10, 1))
    add("USDC", "USD Coin", "1", .stable, SimulatedTime(2020, 10, 6))
    addGenerated(seed: seed)
  }

  private mutating func add(
    _ code: String, later: String? = nil, _ name: String, _ dollars: String, _ kind: Asset.Kind,
    scale: Int = 8, _ introduced: SimulatedTime
  ) {
    assets.append(
      Asset(
        index: assets.count, firstCode: code, laterCode: later ?? code, name: name, scale: scale,
        dollars: AssetCatalogue.amount(dollars), kind: kind, introducedAt: introduced))
  }

  /// Well-known codes first, made-up ones after them; introduced when first listed.
  private mutating func addGenerated(seed: UInt64) {
    let known = [
      "LTC", "BCH", "LINK", "SOL", "DOT", "UNI", "AVAX", "ATOM", "XLM", "ALGO", "VET", "HBAR", "XTZ",
      "EOS", "BAT", "ZRX", "SHIB", "MATIC", "MANA", "ENJ", "DASH", "ZEC", "COMP", "KNC", "REP", "AMP",
    ]
    let syllables = [
      "A", "BO", "CE", "DU", "FI", "GRO", "HY", "IX", "JA", "KO", "LU", "MY", "NEX", "OR", "PI", "QU",
      "RA", "SY", "TO", "VE", "WA", "XE", "YO", "ZU",
    ]
    var random = SplitMix64(seed: seed ^ 0xA55E7)
    var taken = Set(assets.map(\.firstCode))
    var position = 0
    while assets.count < AssetCatalogue.full {
      let code: String
      if position < known.count {
        code = known[position]
      } else {
        code = (0..<random.within(2...3)).map { _ in syllables[random.below(syllables.count)] }
          .joined()
      }
      position += 1
      guard code.utf8.count >= 3, taken.insert(code).inserted else { continue }
      let isTiny = code == "SHIB"
      let magnitude: Int64 = [4, 30, 90, 700, 4_000, 25_000][random.below(6)]
      let hundredths = magnitude * Int64(random.within(100...260)) / 10
      assets.append(
        Asset(
          index: assets.count, firstCode: code, laterCode: code, name: code.capitalized,
          scale: isTiny ? 2 : 8,
          dollars: Amount(units: isTiny ? 1_240 : hundredths * 1_000_000 / 10), kind: .coin,
          introducedAt: Change.worldBegins))
    }
  }

  /// Sets when the coins behind the named ones appeared: with their first market.
  mutating func introduce(with listings: [Listing]) {
    var first: [SimulatedTime?] = Array(repeating: nil, count: assets.count)
    for listing in listings where first[listing.base] == nil { first[listing.base] = listing.at }
    for index in assets.indices where index > AssetCatalogue.circleDollar {
      let old = assets[index]
      assets[index] = Asset(
        index: index, firstCode: old.firstCode, laterCode: old.laterCode, name: old.name,
        scale: old.scale, dollars: old.dollars, kind: old.kind,
        introducedAt: first[index] ?? old.introducedAt)
    }
  }

  private static func amount(_ text: String) -> Amount {
    let parts = text.split(separator: ".")
    let whole = Int64(parts[0]) ?? 0
    guard parts.count == 2, let fraction = Int64(parts[1]) else { return Amount(whole) }
    return Amount(units: whole * Amount.unitsInOne + fraction * Amount.step[parts[1].utf8.count])
  }
}

extension String {
  /// The first letter kept, the others in lower case; ASCII only, so no locale has a say.
  fileprivate var capitalized: String {
    let letters = Array(utf8)
    let lowered = letters.enumerated().map { $0.offset == 0 ? $0.element : $0.element | 0x20 }
    return String(decoding: lowered, as: UTF8.self)
  }
}
