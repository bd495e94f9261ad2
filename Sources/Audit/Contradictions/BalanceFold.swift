import BinanceUS
import JSONView

/// Compares the change of each balance from one account response to the next with trades, fees and the other movements
/// that archived responses report.
struct BalanceFold {
  private let flows: TradeFlows
  private let moved: TradeFlows
  private let untimed: [(movement: Movement, sequence: UInt64)]
  private var previous: (cut: AccountCut, totals: [String: ExactAmount])?
  private(set) var findings: [AuditFinding] = []

  /// - Parameters:
  ///   - moved: the movements that have a time.
  ///   - untimed: movements whose response states no time, with the event that reported them first.
  init(flows: TradeFlows, moved: TradeFlows, untimed: [(movement: Movement, sequence: UInt64)]) {
    (self.flows, self.moved, self.untimed) = (flows, moved, untimed)
  }

  /// Takes the next account response, which is the one at `place` of the cuts.
  mutating func take(_ value: JSONValue, place: Int) {
    guard let totals = BalanceFold.totals(value) else { return }
    let cut = flows.cuts[place]
    if let previous {
      var open: [Unexplained] = []
      for asset in Set(previous.totals.keys).union(totals.keys).sorted() {
        let change = (totals[asset] ?? .zero) - (previous.totals[asset] ?? .zero)
        judge(change, of: asset, place, from: previous.cut.sequence, to: cut.sequence).map { open.append($0) }
      }
      for one in open {
        let twin = open.first { isRenamed(one, $0) }
        findings.append(twin.map { one.cancelled(by: $0) } ?? one.finding)
      }
    }
    previous = (cut, totals)
  }

  /// A change that nothing explains by itself.
  private struct Unexplained {
    let asset: String
    /// What remains of it, by each way to count.
    let rests: Set<ExactAmount>
    let finding: AuditFinding

    func cancelled(by other: Unexplained) -> AuditFinding {
      AuditFinding(
        .balanceExplained, asset, events: finding.events,
        "what trades and fees do not explain of \(asset) and of \(other.asset) cancels out: a market of one became a market of the other",
        next: "nothing to do")
    }
  }

  /// Whether the rests of two coins cancel out, and one coin became the other.
  private func isRenamed(_ one: Unexplained, _ other: Unexplained) -> Bool {
    one.asset != other.asset && flows.isRenamed(one.asset, other.asset)
      && one.rests.contains { other.rests.contains(-$0) }
  }

  private mutating func judge(
    _ change: ExactAmount, of asset: String, _ place: Int, from: UInt64, to: UInt64
  ) -> Unexplained? {
    let traded = [flows.byChange, flows.byResponse].map { $0[place]?[asset] ?? .zero }
    if traded.contains(change) { return nil }
    let moves = [moved.byChange, moved.byResponse].map { $0[place]?[asset] ?? .zero }
    let sums = untimedSums(asset, place)
    let rest = change - traded[0]
    let sides =
      "changed by \(change.text) from event \(from) to event \(to), of which trades and fees explain \(traded[0].text)"
    for trade in traded {
      for move in moves where sums.contains(change - trade - move) {
        findings.append(
          AuditFinding(
            .balanceExplained, asset, events: [from, to],
            "\(asset) \(sides), and archived deposits, withdrawals, distributions and dust the rest",
            next: "nothing to do"))
        return nil
      }
    }
    return Unexplained(
      asset: asset, rests: rests(change, traded, moves, sums),
      finding: AuditFinding(
        .balanceUnexplained, asset, events: [from, to],
        "\(asset) \(sides); \(rest.text) is unexplained: the deposits, withdrawals and other movements in the archive do not explain it",
        next:
          "look for a deposit, withdrawal, conversion or staking of \(rest.text) \(asset) in the account's history"
      ))
  }

  private func rests(
    _ change: ExactAmount, _ traded: [ExactAmount], _ moves: [ExactAmount], _ sums: Set<ExactAmount>
  ) -> Set<ExactAmount> {
    // What one name of a coin got from the other may be reported on one side only: so also zero.
    Set(
      traded.flatMap { trade in (moves + [.zero]).flatMap { move in sums.map { change - trade - move - $0 } }
      })
  }

  /// The sums of movements without a time that were reported between the account responses around these two; zero
  /// among them.
  private func untimedSums(_ asset: String, _ place: Int) -> Set<ExactAmount> {
    let after = place > 0 ? flows.cuts[place - 1].sequence : 0
    let before = place + 1 < flows.cuts.count ? flows.cuts[place + 1].sequence : .max
    let candidates = untimed.filter {
      $0.movement.asset == asset && $0.sequence > after && $0.sequence < before
    }.prefix(12).map(\.movement.amount)
    var sums: Set<ExactAmount> = [.zero]
    for candidate in candidates { sums.formUnion(sums.map { $0 + candidate }) }
    return sums
  }

  /// What the account holds of each asset, free and locked together.
  private static func totals(_ value: JSONValue) -> [String: ExactAmount]? {
    guard let balances = value["balances"]?.elements else { return nil }
    var totals: [String: ExactAmount] = [:]
    for balance in balances {
      guard let asset = balance["asset"]?.text, let free = balance["free"]?.text.flatMap({ ExactAmount($0) }),
        let locked = balance["locked"]?.text.flatMap({ ExactAmount($0) })
      else { continue }
      if free + locked != .zero { totals[asset] = free + locked }
    }
    return totals
  }
}
