import BinanceUS
import EventLog
import JSONView

/// Holds the change of each balance from one account answer to the next against trades, fees and
/// what archived answers tell of other movements.
struct BalanceFold {
  private let flows: TradeFlows
  private let moved: TradeFlows
  private let untimed: [(movement: Movement, sequence: UInt64)]
  private var previous: (cut: AccountCut, totals: [String: ExactAmount])?
  private(set) var findings: [AuditFinding] = []

  /// - Parameters:
  ///   - moved: what movements with a time did.
  ///   - untimed: movements whose answer tells no time, with the event that told of them first.
  init(flows: TradeFlows, moved: TradeFlows, untimed: [(movement: Movement, sequence: UInt64)]) {
    (self.flows, self.moved, self.untimed) = (flows, moved, untimed)
  }

  /// Takes the next account answer, which is the one at `place` of the cuts.
  mutating func take(_ value: JSONValue, place: Int) {
    guard let totals = BalanceFold.totals(value) else { return }
    let cut = flows.cuts[place]
    if let previous {
      for asset in Set(previous.totals.keys).union(totals.keys).sorted() {
        let change = (totals[asset] ?? .zero) - (previous.totals[asset] ?? .zero)
        judge(change, of: asset, place, from: previous.cut.sequence, to: cut.sequence)
      }
    }
    previous = (cut, totals)
  }

  private mutating func judge(_ change: ExactAmount, of asset: String, _ place: Int, from: UInt64, to: UInt64)
  {
    let traded = [flows.byChange, flows.byAnswer].map { $0[place]?[asset] ?? .zero }
    if traded.contains(change) { return }
    let moves = [moved.byChange, moved.byAnswer].map { $0[place]?[asset] ?? .zero }
    let rest = change - traded[0]
    let sides =
      "changed by \(change.text) from event \(from) to event \(to), of which trades and fees explain \(traded[0].text)"
    for trade in traded {
      for move in moves where isExplained(change - trade - move, asset, place) {
        findings.append(
          AuditFinding(
            .balanceExplained, asset, events: [from, to],
            "\(asset) \(sides), and archived answers that no table reads (deposits, withdrawals, distributions, dust) the rest",
            next: "nothing to do"))
        return
      }
    }
    findings.append(
      AuditFinding(
        .balanceUnexplained, asset, events: [from, to],
        "\(asset) \(sides); \(rest.text) is unexplained: deposits, withdrawals and other movements are archived raw and not tabled, and those archived do not explain it",
        next:
          "look for a deposit, withdrawal, conversion or staking of \(rest.text) \(asset) in the account's history"
      ))
  }

  /// Whether a rest is nothing, or a sum of movements whose time is not told, of those that the
  /// runs of the two answers brought.
  private func isExplained(_ rest: ExactAmount, _ asset: String, _ place: Int) -> Bool {
    if rest == .zero { return true }
    let after = place > 0 ? flows.cuts[place - 1].sequence : 0
    let before = place + 1 < flows.cuts.count ? flows.cuts[place + 1].sequence : .max
    let candidates = untimed.filter {
      $0.movement.asset == asset && $0.sequence > after && $0.sequence < before
    }.prefix(12).map(\.movement.amount)
    var sums: Set<ExactAmount> = [.zero]
    for candidate in candidates { sums.formUnion(sums.map { $0 + candidate }) }
    return sums.contains(rest)
  }

  /// What the account has of each asset, free and locked together.
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
