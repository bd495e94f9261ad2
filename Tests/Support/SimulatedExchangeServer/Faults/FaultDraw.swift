import CCrypto

/// A plan of faults being carried out: how often each was met so far.
struct FaultDraw: Sendable {
  /// A fault that strikes.
  struct Strike: Sendable {
    let kind: FaultKind
    /// A number of its own, for what the kind leaves to chance.
    let chance: UInt64
  }

  private let plan: FaultPlan
  private var met: [Int]
  private var repeats: [String: Int] = [:]

  init(_ plan: FaultPlan) {
    self.plan = plan
    met = Array(repeating: 0, count: plan.faults.count)
  }

  /// The fault that a request meets, if any.
  mutating func strike(path: String, query: RawQuery, rule: EndpointRule?) -> Strike? {
    guard !plan.faults.isEmpty else { return nil }
    let request = path + "?" + query.canonical
    let turn = repeats[request, default: 0]
    repeats[request] = turn + 1
    for (index, fault) in plan.faults.enumerated() {
      guard FaultDraw.isFor(path: path, query: query, rule: rule, fault) else { continue }
      if let strike = strike(index, request: request, turn: turn) { return strike }
    }
    return nil
  }

  /// The fault that a connection meets before anything is read from it.
  mutating func strikeOnAccept(connection: Int) -> Strike? {
    for (index, fault) in plan.faults.enumerated() where fault.kind == .closedOnAccept {
      if let strike = strike(index, request: "connection", turn: connection) { return strike }
    }
    return nil
  }

  private mutating func strike(_ index: Int, request: String, turn: Int) -> Strike? {
    let fault = plan.faults[index]
    met[index] += 1
    let chance = FaultDraw.number("\(plan.seed)|\(index)|\(request)|\(turn)")
    let isStruck =
      switch fault.timing {
      case .always: true
      case .once: met[index] == 1
      case .first(let count): met[index] <= count
      case .nth(let number): met[index] == number
      case .after(let count): met[index] > count
      case .perMille(let rate): Int(chance >> 32) % 1000 < rate
      }
    return isStruck ? Strike(kind: fault.kind, chance: chance & 0xFFFF_FFFF) : nil
  }

  private static func isFor(
    path: String, query: RawQuery, rule: EndpointRule?, _ fault: Fault
  ) -> Bool {
    let kind = fault.kind
    let target = fault.target
    if kind == .closedOnAccept { return false }
    if kind.needsPage, rule?.pageCursor == nil { return false }
    if kind.needsSymbol, !query.has("symbol") { return false }
    if kind.needsSignature, rule?.permission == nil { return false }
    if let wanted = target.path, wanted != path { return false }
    if let symbol = target.symbol, query.value("symbol") != symbol { return false }
    return target.parameters.allSatisfy { query.value($0.key) == $0.value }
  }

  private static func number(_ text: String) -> UInt64 {
    var digest = [UInt8](repeating: 0, count: 32)
    SHA256(Array(text.utf8), text.utf8.count, &digest)
    return digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}
