public import ArgumentParser
public import SimulatedExchange
import SimulatedExchangeServer

extension Era: ExpressibleByArgument {}

/// The choices of `--scale`.
enum Scale: String, ExpressibleByArgument, CaseIterable {
  case small, full

  var value: WorldScale { self == .small ? .small : .full }
}

/// The choices of `--activity`.
enum Activity: String, ExpressibleByArgument, CaseIterable {
  case light, ordinary, heavy

  var value: AccountActivity {
    switch self {
    case .light: .light
    case .ordinary: .ordinary
    case .heavy: .heavy
    }
  }
}

/// The choices of `--clock`.
enum Pace: String, ExpressibleByArgument, CaseIterable {
  case run, stand

  var value: SimulatedClock.Pace { self == .run ? .running : .still }
}

extension Fault {
  /// The fault that `KIND` or `KIND:RATE` names.
  init(argument: String) throws {
    let parts = argument.split(separator: ":", maxSplits: 1)
    guard let name = parts.first, let known = FaultKind.named.first(where: { $0.name == name }) else {
      throw ValidationError("'\(argument)' names no fault; see --help for the kinds.")
    }
    guard parts.count == 2 else {
      self.init(known.kind)
      return
    }
    guard let rate = Double(parts[1]), (0...1).contains(rate) else {
      throw ValidationError("'\(parts[1])' is no rate from 0 to 1.")
    }
    self.init(known.kind, .any, .perMille(Int((rate * 1000).rounded())))
  }
}

extension SimulatedTime {
  /// Reads `2026-09-20`, `2026-09-20T12:00:00` and the same with a Z.
  init?(iso8601 text: String) {
    let numbers = text.split { "-T:Z".contains($0) }.map { Int($0) }
    let shape = text.map { $0.isNumber ? "0" : String($0) }.joined()
    guard ["0000-00-00", "0000-00-00T00:00:00", "0000-00-00T00:00:00Z"].contains(shape),
      let year = numbers[0], let month = numbers[1], let day = numbers[2],
      (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    let clock = numbers.dropFirst(3).compactMap { $0 }
    self.init(year, month, day, clock.first ?? 0, clock.dropFirst().first ?? 0, clock.last ?? 0)
  }
}
