public import ArgumentParser
public import Playback

extension PlaybackSettings.Mode: ExpressibleByArgument {}

extension PlaybackSettings.Clock: ExpressibleByArgument {}

extension PlaybackSettings.Latency: ExpressibleByArgument {
  /// Reads `recorded`, or milliseconds up to ten minutes.
  public init?(argument: String) {
    if argument == "recorded" {
      self = .recorded
      return
    }
    guard let pause = Int64(argument).flatMap({ Int(exactly: $0) }), (0...600_000).contains(pause) else {
      return nil
    }
    self = .milliseconds(pause)
  }

  /// As it is written on the command line.
  public var defaultValueDescription: String {
    switch self {
    case .recorded: "recorded"
    case .milliseconds(let pause): "\(pause)"
    }
  }
}

extension FaultRule: ExpressibleByArgument {
  /// Reads `STATUS:RATE` or `STATUS:RATE:SECONDS`.
  public init?(argument: String) { self.init(argument) }
}
