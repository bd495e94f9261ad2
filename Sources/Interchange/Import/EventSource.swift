import EventModel

/// A file of events that can be read as often as wanted.
protocol EventSource {
  /// What errors call the file.
  var name: String { get }
  /// Shows every event with its place in the file ("line 7"). Throws what is wrong with the file.
  func forEachEvent(_ use: (NewEvent, FilePart) throws -> Void) throws -> SourceReport
}

/// What a source found besides its events.
struct SourceReport {
  /// Parts that are no events of ours, by reason.
  var leftOut: [String: Int] = [:]

  mutating func leaveOut(_ reason: String) { leftOut[reason, default: 0] += 1 }
}

/// A place in a file, as people count it, from 1.
struct FilePart {
  let word: String
  let number: Int
  /// Whether another program recorded what stands there: then it has no identity of ours, and is
  /// known by what it says.
  var isForeign = false

  var text: String { "\(word) \(number)" }
}
