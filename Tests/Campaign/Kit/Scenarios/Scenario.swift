public import CommandKit

/// A command that is attacked: what it starts from, and how one sees whether it did its work.
public protocol Scenario: Sendable {
  /// Its name in the names of attempts.
  var name: String { get }
  /// Lays out what the command starts from.
  func prepare(_ place: Workplace) throws
  /// Starts the command.
  func start(_ place: Workplace, _ environment: [String: String]) throws -> Child
  /// What is wrong with what the command left, however it ended.
  func wrongs(_ place: Workplace, after harm: Harm) throws -> [String]
  /// Does the work again, which must complete it; the result is what is wrong then.
  func wrongsOfRepeat(_ place: Workplace) throws -> [String]
}

/// How a command ended.
public struct Harm: Sendable {
  /// True where it ended well, or had ended before the power went: all of its work is acknowledged.
  public let isDone: Bool
  /// What it had written to stdout and stderr before that.
  public let printed: String
  /// How it ended otherwise: nil where it was killed.
  public let outcome: Outcome?

  /// The power went, after so much was printed.
  public init(isDone: Bool, printed: String) {
    self.isDone = isDone
    self.printed = printed
    outcome = nil
  }

  public init(_ outcome: Outcome) {
    isDone = outcome.code == 0
    printed = outcome.text + outcome.errors
    self.outcome = outcome.signal == 9 ? nil : outcome
  }

  /// What is wrong with the way it ended: a failure says so in a sentence and with its exit code.
  public var wrongs: [String] {
    guard let outcome, !isDone else { return [] }
    if let signal = outcome.signal { return ["ended by signal \(signal): \(outcome.errors.prefix(300))"] }
    guard outcome.code == 1 || outcome.code == 3 else {
      return ["exit code \(outcome.code ?? -1): \(outcome.errors.prefix(300))"]
    }
    return outcome.errors.isEmpty ? ["failed without a word"] : []
  }
}

extension Outcome {
  /// Nothing where a command succeeded, else what it printed.
  func wrongs(_ what: String) -> [String] { code == 0 ? [] : ["\(what): \(self)"] }
}
