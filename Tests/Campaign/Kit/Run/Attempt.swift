/// One thing that the campaign tries.
public struct Attempt: Sendable {
  /// Its permanent name: `part/what/how`. `campaign --repeat NAME` runs it alone.
  public let name: String
  /// How many tries it stands for: many bodies, say, go through one process.
  public let weight: Int
  /// Does it; the result is what was wrong, nothing where all was well.
  let run: @Sendable () throws -> [String]

  public init(_ name: String, weight: Int = 1, run: @escaping @Sendable () throws -> [String]) {
    self.name = name
    self.weight = weight
    self.run = run
  }
}

/// How much of a part is tried.
public enum Extent: String, Sendable, CaseIterable {
  /// What `make test` has time for: the same every time.
  case short
  /// What `make campaign` has minutes for.
  case long
}

/// A kind of attack.
public protocol Part: Sendable {
  /// Its name, the first word of its attempts' names.
  var name: String { get }
  /// How many attempts run on a processor at once: more than one where they wait.
  var parallel: Int { get }
  /// What is tried, the same for the same seed and extent, in the order in which it matters most.
  func attempts(_ extent: Extent, seed: UInt64) throws -> [Attempt]
}

extension Part {
  public var parallel: Int { 1 }
}

/// What became of a part.
public struct PartReport: Sendable, CustomStringConvertible {
  /// An attempt after which something was wrong.
  public struct Failure: Sendable, CustomStringConvertible {
    public let attempt: String
    public let wrongs: [String]
    /// The command that repeats it.
    public let again: String

    public var description: String {
      "\(attempt)\n    \(wrongs.joined(separator: "\n    "))\n    again: \(again)"
    }
  }

  public let part: String
  public var tried = 0
  public var planned = 0
  public var seconds = 0.0
  public var failures: [Failure] = []
  /// How long each attempt took.
  public var times: [(attempt: String, seconds: Double)] = []

  public var description: String {
    let rest = tried < planned ? " of \(planned)" : ""
    let line = "\(part): tried \(tried)\(rest), failed \(failures.count), \(Int(seconds)) s"
    let slowest = times.sorted { $0.seconds > $1.seconds }.prefix(3).filter { $0.seconds >= 5 }
      .map { "  \(Int($0.seconds)) s were \($0.attempt)" }
    return ([line] + slowest + failures.map { "  FAILED \($0)" }).joined(separator: "\n")
  }
}
