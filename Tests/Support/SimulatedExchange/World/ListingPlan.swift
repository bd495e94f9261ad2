/// All listings of a world, oldest first. The first ones are the same in every world.
struct ListingPlan {
  private(set) var listings: [Listing] = []
  private let assets: [Asset]
  private var random: SplitMix64
  private var taken: Set<[Int]> = []
  private var nextBase: [Int: Int] = [:]

  init(scale: WorldScale, names: MarketNames, assets: [Asset], seed: UInt64) {
    self.assets = assets
    random = SplitMix64(seed: seed ^ 0x1157)
    addNamed()
    if scale == .full { addGenerated() }
    // The last asset of such a catalogue.
    if names == .foreign { add(assets.count - 1, AssetCatalogue.newDollar, Change.newDollar, tape: 11) }
    let inOrder = listings.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
    listings = inOrder.map(\.element)
  }

  private mutating func addNamed() {
    typealias Name = AssetCatalogue
    let start = Change.worldBegins
    add(Name.bitcoin, Name.oldDollar, start, halts: Change.oldDollarHalts, tape: 1)
    add(Name.ether, Name.oldDollar, start, halts: Change.oldDollarHalts, tape: 1)
    add(Name.ripple, Name.oldDollar, start, halts: Change.xrpDelisted, tape: 2)
    add(Name.bitcoin, Name.tether, start, tape: 3)
    add(Name.ether, Name.tether, start, tape: 3)
    add(Name.binanceCoin, Name.tether, start, tape: 4)
    add(Name.binanceCoin, Name.bitcoin, start, tape: 5)
    add(Name.dogecoin, Name.tether, SimulatedTime(2020, 6, 11, 4, 0, 0), tape: 6)
    add(
      Name.numeric, Name.tether, SimulatedTime(2021, 6, 2, 10, 0, 0),
      halts: SimulatedTime(2026, 10, 20, 8, 0, 0), tape: 7)
    add(Name.cardano, Name.tether, SimulatedTime(2022, 5, 3, 13, 30, 0), tape: 8)
    add(Name.bitcoin, Name.newDollar, Change.newDollar, tape: 9)
    add(Name.ether, Name.newDollar, Change.newDollar, tape: 9)
    add(Name.ripple, Name.tether, SimulatedTime(2026, 10, 6, 12, 0, 0), tape: 10)
  }

  private mutating func add(
    _ base: Int, _ quote: Int, _ time: SimulatedTime, halts: SimulatedTime? = nil, tape: UInt64
  ) {
    taken.insert([base, quote])
    listings.append(
      Listing(base: base, quote: quote, at: time, haltsAt: halts, tape: tape, isBusy: true))
  }

  /// As many markets in each stretch of time as the exchange opened, roughly.
  private mutating func addGenerated() {
    let stretches: [(from: SimulatedTime, to: SimulatedTime, count: Int)] = [
      (Change.worldBegins, Change.worldBegins, 28),
      (SimulatedTime(2018, 2, 1), SimulatedTime(2021, 4, 17), 68),
      (SimulatedTime(2021, 4, 18), SimulatedTime(2021, 8, 14), 8),
      (SimulatedTime(2021, 8, 15), SimulatedTime(2022, 11, 20), 212),
      (SimulatedTime(2022, 12, 1), SimulatedTime(2026, 12, 24), 272),
    ]
    var number = 0
    for stretch in stretches {
      let gap = (stretch.to.milliseconds - stretch.from.milliseconds) / Int64(stretch.count)
      for position in 0..<stretch.count {
        let jitter = gap > 0 ? Int64(random.below(Int(gap))) / 60_000 * 60_000 : 0
        let time = stretch.from.adding(milliseconds: Int64(position) * gap + jitter)
        addNext(number: number, at: time)
        number += 1
      }
    }
  }

  private mutating func addNext(number: Int, at time: SimulatedTime) {
    typealias Name = AssetCatalogue
    let cycle: [Int]
    if time < SimulatedTime(2023, 1, 1) {
      cycle = [
        Name.oldDollar, Name.tether, Name.oldDollar, Name.tether, Name.bitcoin, Name.tether,
        Name.binanceDollar,
      ]
    } else if time < Change.newDollar {
      cycle = [Name.tether, Name.circleDollar, Name.tether, Name.bitcoin, Name.ether]
    } else {
      cycle = [Name.newDollar, Name.tether, Name.newDollar, Name.circleDollar, Name.newDollar]
    }
    for turn in 0..<cycle.count {
      let quote = cycle[(number + turn) % cycle.count]
      guard assets[quote].introducedAt <= time, let base = takeBase(for: quote) else { continue }
      listings.append(
        Listing(
          base: base, quote: quote, at: time, haltsAt: halt(quote: quote, listed: time),
          tape: random.next(), isBusy: number < 24 || number % 15 == 0))
      return
    }
  }

  private mutating func takeBase(for quote: Int) -> Int? {
    var candidate = nextBase[quote] ?? 1
    defer { nextBase[quote] = candidate }
    while candidate < assets.count {
      let base = assets[candidate]
      let isDear = base.dollars >= Amount(units: 150_000_000)
      let fits = isDear || (quote != AssetCatalogue.bitcoin && quote != AssetCatalogue.ether)
      let readable = base.dollars >= Amount(units: 20_000_000) || assets[quote].scale == 8
      let isNew = base.kind == .coin && candidate != quote && taken.insert([candidate, quote]).inserted
      candidate += 1
      if isNew, fits, readable, base.index > AssetCatalogue.tether { return base.index }
    }
    return nil
  }

  private mutating func halt(quote: Int, listed: SimulatedTime) -> SimulatedTime? {
    var end: SimulatedTime?
    if random.oneIn(14) { end = listed.adding(days: Int64(random.within(300...1500)), hours: 8) }
    if quote == AssetCatalogue.oldDollar {
      end = min(end ?? Change.oldDollarHalts, Change.oldDollarHalts)
    }
    if quote == AssetCatalogue.binanceDollar { end = min(end ?? Change.busdHalts, Change.busdHalts) }
    return end
  }
}
