/// Why a sink cannot go on. `destination` is what the sink calls where it writes to: a path, an address.
public enum SinkError: Error, CustomStringConvertible, Sendable {
  /// It is of another archive, schema or layout.
  case refused(destination: String, reason: String)
  /// It has an older layout: it is ours, and has to be made anew.
  case outdated(destination: String, layout: Int)
  /// It is not one of ours, and is never replaced.
  case foreign(destination: String, reason: String)
  /// It cannot be made where it is to be; the reason is a sentence.
  case cannotPlace(reason: String)
  /// Nothing is there to be read.
  case missing(destination: String)
  /// It has a layout that this version cannot read.
  case unknownLayout(destination: String, layout: Int, readable: ClosedRange<Int>)
  /// It cannot be read.
  case unreadable(destination: String, reason: String)
  /// The disk, or what may be used of it, is full.
  case full(destination: String)
  /// Another process is writing it.
  case busy(destination: String)
  /// It cannot be made or read at all.
  case cannotOpen(destination: String, reason: String)
  /// Anything else that went wrong there.
  case failed(destination: String, doing: String, message: String)
  /// What the rows come from failed.
  case source(any Error)

  public var description: String {
    switch self {
    case .refused(let destination, let reason): "\(destination) \(reason)"
    case .outdated(let destination, let layout):
      "\(destination) has layout \(layout), which an older version wrote"
    case .foreign(let destination, let reason): "\(destination) \(reason) and is never replaced"
    case .cannotPlace(let reason): reason
    case .missing(let destination): "\(destination) is not there or is empty"
    case .unknownLayout(let destination, let layout, let readable):
      "\(destination) has layout \(layout), this version reads layouts \(readable.lowerBound) to \(readable.upperBound)"
    case .unreadable(let destination, let reason): "\(destination) \(reason)"
    case .full(let destination):
      "the disk is full while writing \(destination); what was there before is untouched. Make room and run the"
        + " command again"
    case .busy(let destination):
      "\(destination) is being written by another process; wait for it and run the command again"
    case .cannotOpen(let destination, let reason): "cannot open \(destination): \(reason)"
    case .failed(let destination, let doing, let message): "\(destination): \(doing) failed: \(message)"
    case .source(let error): "\(error)"
    }
  }

  /// What to try.
  public var remedy: Remedy? {
    switch self {
    case .refused: .rebuildOrMove
    case .outdated: .rebuild
    case .foreign: .move
    case .missing(let destination): .replay(to: destination)
    case .unknownLayout(let destination, _, _): .replayAnew(to: destination)
    case .cannotPlace, .unreadable, .full, .busy, .cannotOpen, .failed, .source: nil
    }
  }
}

/// What to try where tables cannot be brought up to date or read. Whoever prints it knows the flags.
public enum Remedy: Sendable, Hashable {
  /// Make tables there by a replay.
  case replay(to: String)
  /// Make the tables there anew by a replay.
  case replayAnew(to: String)
  /// Make them anew.
  case rebuild
  /// Make them anew, or somewhere else.
  case rebuildOrMove
  /// Make them somewhere else.
  case move
}
