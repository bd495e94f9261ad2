/// One thing that goes wrong: what, for which requests, and when.
public struct Fault: Sendable {
  /// Which requests a fault is for; what is nil does not matter.
  public struct Target: Sendable {
    /// The path, `/api/v3/myTrades`.
    public var path: String?
    /// The value of the parameter `symbol`.
    public var symbol: String?
    /// Parameters that must be there with these values, `["fromId": "0"]`.
    public var parameters: [String: String]

    /// A target.
    public init(path: String? = nil, symbol: String? = nil, parameters: [String: String] = [:]) {
      self.path = path
      self.symbol = symbol
      self.parameters = parameters
    }

    /// Every request.
    public static let any = Target()
    /// Every request to a path.
    public static func path(_ path: String) -> Target { Target(path: path) }
    /// Every request about a symbol.
    public static func symbol(_ symbol: String) -> Target { Target(symbol: symbol) }
  }

  /// Which of the requests it is for a fault strikes.
  public enum Timing: Sendable, Equatable {
    /// Every one.
    case always
    /// The first.
    case once
    /// The first so many.
    case first(Int)
    /// The one with this number, counted from 1.
    case nth(Int)
    /// All after so many.
    case after(Int)
    /// So many of a thousand, drawn by the plan's seed: the same request, sent for the same time
    /// again, meets the same luck, however many others are sent in between.
    case perMille(Int)
  }

  /// What goes wrong.
  public var kind: FaultKind
  /// For which requests.
  public var target: Target
  /// When.
  public var timing: Timing

  /// A fault.
  public init(_ kind: FaultKind, _ target: Target = .any, _ timing: Timing = .always) {
    self.kind = kind
    self.target = target
    self.timing = timing
  }
}

/// Everything that goes wrong at an exchange. Where several faults would strike one request, the
/// first in the list does.
public struct FaultPlan: Sendable, ExpressibleByArrayLiteral {
  /// What `perMille` and the lengths of short pages are drawn from.
  public var seed: UInt64
  /// The faults.
  public var faults: [Fault]

  /// A plan.
  public init(seed: UInt64 = 1, _ faults: [Fault]) {
    self.seed = seed
    self.faults = faults
  }

  /// A plan with the seed 1.
  public init(arrayLiteral faults: Fault...) {
    self.init(faults)
  }

  /// Nothing goes wrong.
  public static let none = FaultPlan([])
}
