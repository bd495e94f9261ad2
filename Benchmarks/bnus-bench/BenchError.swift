/// What stops a benchmark from being prepared.
enum BenchError: Error, CustomStringConvertible {
  /// A call of the system failed on a file.
  case file(path: String, doing: String, errno: Int32)
  /// The simulated exchange refused a request, or its response is nothing that a sync could walk on from.
  case response(path: String, query: String, reason: String)
  /// The simulated account has fewer full pages than the corpus needs.
  case historyTooShort(path: String, pages: Int, wanted: Int)

  var description: String {
    switch self {
    case .file(let path, let doing, let code): "\(doing) \(path): \(systemMessage(code))"
    case .response(let path, let query, let reason): "\(path)?\(query): \(reason)"
    case .historyTooShort(let path, let pages, let wanted):
      "\(path) has \(pages) full pages of the \(wanted) wanted; give the account more acts"
    }
  }
}
