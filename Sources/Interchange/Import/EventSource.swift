import EventModel

/// A file of events that can be read as often as wanted.
protocol EventSource {
  /// What errors call the file.
  var name: String { get }
  /// Shows every event with its place in the file ("line 7"). Throws what is wrong with the file.
  func forEachEvent(_ use: (NewEvent, FilePart) throws -> Void) throws -> SourceReport
}
