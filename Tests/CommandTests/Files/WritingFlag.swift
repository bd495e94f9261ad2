import CommandKit
import Testing

/// A flag, or what stands without one, behind which a command is given a path that it writes.
struct WritingFlag: CustomTestStringConvertible, Sendable {
  /// What becomes of something that is there.
  enum Manner: Sendable {
    /// A file that is there is kept.
    case new
    /// Any file outside of an archive is replaced, but no log.
    case forced
    /// A file that replay wrote is brought up to date or replaced, an empty one is filled.
    case tables
    /// A directory is made, or an empty one filled.
    case directory
  }

  let command: String
  let flag: String
  /// The words of the command, with PATH in the place of the path.
  let words: [String]
  let manner: Manner
  /// Whether it writes a FIFO as it is.
  var streams: Bool = false

  var testDescription: String { words.joined(separator: " ") }

  private init(_ flag: String, _ words: String, _ manner: Manner, streams: Bool = false) {
    command = String(words.prefix { $0 != " " })
    self.flag = flag
    self.words = words.split(separator: " ").map(String.init)
    self.manner = manner
    self.streams = streams
  }

  /// Every one there is. A new path that is written to gets its row here.
  static let all: [WritingFlag] = [
    WritingFlag("--to", "replay -q --to PATH", .tables),
    WritingFlag("--to", "replay -q --rebuild --to PATH", .tables),
    // Nobody listens there: whatever is refused has to be refused before.
    WritingFlag("--tables", "sync -q --base-url http://127.0.0.1:1 --tables PATH", .tables),
    WritingFlag("--to", "export -q --to PATH", .new, streams: true),
    WritingFlag("--to", "export -q --force --format warc --to PATH", .forced, streams: true),
    WritingFlag("--to", "prove 3 -q --to PATH", .new, streams: true),
    WritingFlag("--to", "prove 3 -q --force --to PATH", .forced, streams: true),
    WritingFlag("--to", "checkpoint -q --to PATH", .new, streams: true),
    WritingFlag("--to", "checkpoint -q --force --to PATH", .forced, streams: true),
    WritingFlag("--new-key", "checkpoint -q --new-key PATH", .new),
    WritingFlag("DIRECTORY", "backup -q PATH", .directory),
  ]

  /// Flags behind which a path is given that is read, and those of the archive itself.
  static let reading: Set<String> = [
    "sync --config", "explain --tables", "explain --key", "explain --checkpoint", "verify --checkpoint",
    "verify --tables", "checkpoint --key", "prove --key", "prove --checkpoint", "import FILES",
  ]

  /// What stands for a value that is no path.
  static let values: Set<String> = [
    "size", "url", "scope", "symbol-limit", "since", "table,…", "log-level", "schema", "as-of", "jobs", "age",
    "run", "endpoint", "status", "limit", "n", "length", "sequence", "format", "table", "key", "a", "b",
    "point", "symbol",
    "port", "address", "seq|run|time", "mode", "clock", "recorded|ms", "status:rate[:seconds]", "text",
    "subject", "finding", "redact", "path",
    "query",
    "time", "subcommands",
  ]
}
