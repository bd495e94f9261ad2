import Playback

/// A request that was played back, as a line of a log.
struct RequestLine {
  private let request: PlayedRequest
  /// Longer requests are cut.
  private static let mostLetters = 500

  init(_ request: PlayedRequest) { self.request = request }

  var text: String {
    let query = request.query.isEmpty ? "" : "?\(request.query)"
    var words =
      "\(Moment.now) \(printable(request.method)) \(printable(request.path + query)) \(request.status)"
    if let event = request.event { words += " event \(event)" }
    if request.isDerived { words += " derived" }
    if request.isFault { words += " fault" }
    let took = request.duration.components
    let micros = took.seconds *| 1_000_000 +| took.attoseconds / 1_000_000_000_000
    return words + " \(micros / 1000).\(micros % 1000 / 100) ms"
  }

  /// Cut, so that a request cannot fill a disk with its line.
  private func printable(_ text: String) -> String {
    PrintableText.escaped(String(text.prefix(Self.mostLetters))).replacing(" ", with: "\\u{20}")
  }
}
