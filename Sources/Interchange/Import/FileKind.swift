import Files
import JSONView

/// The format of a file of events, recognised by its first bytes.
enum FileKind {
  case jsonLines, har, warc

  static func recognise(_ path: String, name: String) throws(InterchangeError) -> FileKind {
    let head = try InterchangeError.reading { () throws(FilesError) in
      try InputFile.open(path, named: name).head(4096)
    }
    // WARC files come as gzip members or plain.
    if head.starts(with: [0x1F, 0x8B]) || head.starts(with: "WARC/".utf8) { return .warc }
    let text = String(decoding: head, as: UTF8.self)
    return text.firstMatch(of: /^\u{FEFF}?\s*\{\s*"log"/) == nil ? .jsonLines : .har
  }

  /// Whether a document is events: a HAR file, or one JSON line of an export.
  static func isOfEvents(_ document: JSONValue) -> Bool {
    if document["log"]?["entries"] != nil { return true }
    return document["run"] != nil && (document["observed_at"] != nil || document["endpoint"] != nil)
  }

  /// Whether bytes that are not one JSON document are a WARC file, or begin with a JSON line of an export.
  static func isOfEvents(_ bytes: [UInt8]) -> Bool {
    if bytes.starts(with: [0x1F, 0x8B]) || bytes.starts(with: "WARC/".utf8) { return true }
    return JSONValue(json: Array(bytes.prefix { $0 != UInt8(ascii: "\n") })).map { isOfEvents($0) } ?? false
  }
}
