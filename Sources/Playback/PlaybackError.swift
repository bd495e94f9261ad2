/// Why nothing can be played back.
public enum PlaybackError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The address cannot be listened on.
  case cannotListen(host: String, port: Int, reason: String)
  /// The archive holds no answer as of the point chosen.
  case nothingRecorded

  public var description: String {
    switch self {
    case .cannotListen(let host, let port, let reason):
      "cannot listen on \(host), port \(port): \(reason); --port 0 takes any port that is free"
    case .nothingRecorded:
      "the archive holds no answer up to that point; fetch some with bnus-replay sync, or import them"
    }
  }
}
