import EventModel
import Ingest
import Logging

/// A run's notices as log lines on standard error: time, level, run, source, symbol, words.
struct LogLines: Sendable {
  private let logger: Logger

  /// - Parameter write: takes each line, without its end.
  init(level: LogLevel, write: @escaping @Sendable (String) -> Void) {
    var logger = Logger(label: "sync") { _ in WholeLines(write: write) }
    logger.logLevel =
      switch level {
      case .debug: .debug
      case .info: .info
      case .warning: .warning
      case .error: .error
      }
    self.logger = logger
  }

  func write(_ notice: SyncNotice) {
    var metadata: Logger.Metadata = ["run": "\(notice.run)"]
    if let source = notice.source {
      metadata["source"] = "\(source.name)"
      if let symbol = source.symbol { metadata["symbol"] = "\(symbol)" }
    }
    let level: Logger.Level =
      switch notice.level {
      case .debug: .debug
      case .info: .info
      case .warning: .warning
      case .error: .error
      }
    logger.log(level: level, "\(notice.text)", metadata: metadata)
  }
}

/// Makes a line of each message.
private struct WholeLines: LogHandler {
  let write: @Sendable (String) -> Void
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.info

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let facts = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    write(
      "\(Timestamp.now().iso8601) \(event.level.rawValue.uppercased()) \(facts.joined(separator: " ")) \(event.message)"
    )
  }
}
