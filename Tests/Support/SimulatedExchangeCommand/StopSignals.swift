import Dispatch
import Glibc

/// SIGINT and SIGTERM, taken as the wish to stop instead of an end in the middle.
struct StopSignals {
  private let arrivals: AsyncStream<Void>
  private let sources: [any DispatchSourceSignal]

  init() {
    let (arrivals, announce) = AsyncStream.makeStream(of: Void.self)
    self.arrivals = arrivals
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler { announce.yield() }
      source.resume()
      return source
    }
  }

  /// Returns when the first of them has come.
  func wait() async {
    for await _ in arrivals { break }
    for source in sources { source.cancel() }
  }
}
