import CommandKit
import Foundation

/// The library that stands between a program and the system's calls on files; its source says what it can do.
enum Interposer {
  /// What becomes of one call.
  enum Act: Sendable, CustomStringConvertible {
    /// The process is killed in its place.
    case kill(Int)
    /// The process is killed after half of what it writes.
    case tear(Int)
    /// It fails with an error of errno.
    case fail(Int, Int32)
    /// It writes half and says so.
    case short(Int)

    var description: String {
      switch self {
      case .kill(let number): "kill:\(number)"
      case .tear(let number): "tear:\(number)"
      case .fail(let number, let error): "fail:\(number):\(error)"
      case .short(let number): "short:\(number)"
      }
    }
  }

  /// Why it cannot be made.
  struct CannotBuild: Error {
    let errors: String
  }

  private static let workplace = Result { try Workplace.shared() }

  /// Made by the system's compiler when it is first wanted.
  private static let library = Result {
    let place = try workplace.get()
    let source = "\(Repository.root)/Tests/Campaign/Interposer/interposer.c"
    let outcome = try place.shell("gcc -shared -fPIC -O1 -w -o interposer.so '\(source)' -ldl")
    guard outcome.code == 0 else { throw CannotBuild(errors: outcome.errors) }
    return place.path("interposer.so")
  }

  /// The variables that put it before a program that works in `place`.
  ///
  /// - Parameters:
  ///   - calls: the letters of the kinds that `act` counts.
  ///   - trace: where it writes down every call.
  static func environment(
    in place: Workplace, act: Act? = nil, calls: String? = nil, trace: String? = nil, data: Bool = false
  ) throws -> [String: String] {
    var variables = ["LD_PRELOAD": try library.get(), "CAMPAIGN_ROOT": place.path]
    variables["CAMPAIGN_ACT"] = act.map { "\($0)" }
    variables["CAMPAIGN_CALLS"] = calls
    variables["CAMPAIGN_TRACE"] = trace
    if data { variables["CAMPAIGN_DATA"] = "1" }
    return variables
  }

  /// The calls that a scenario makes when it is left alone, in order.
  static func calls(of scenario: any Scenario) throws -> [TracedCall] {
    let place = try Workplace()
    try scenario.prepare(place)
    let record = try workplace.get().path("trace-\(UUID().uuidString)")
    defer { unlink(record) }
    let child = try scenario.start(place, try environment(in: place, trace: record))
    let outcome = try child.wait()
    guard outcome.code == 0 else { throw NotDone(scenario: scenario.name, outcome: outcome) }
    return try TracedCall.read(record)
  }

  /// A command that fails when nothing is done to it.
  struct NotDone: Error, CustomStringConvertible {
    let scenario: String
    let outcome: Outcome
    var description: String { "\(scenario) fails when it is left alone: \(outcome)" }
  }
}
