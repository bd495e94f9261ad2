import EventModel

/// What a writer takes from outside: the time, and somebody to tell how far an append is.
struct LogSurroundings: Sendable {
  var now: @Sendable () -> Timestamp = { Timestamp.now() }
  var reached: @Sendable (AppendStep) -> Void = { _ in }
}

/// How far an append has come; crash tests end the process at each.
enum AppendStep: String, Sendable, CaseIterable, Codable {
  case beforeTransaction, afterBody, afterHeader, afterTree, beforeCommit, afterCommit
}
