import BinanceUS
import EventModel
import JSONView

/// A file that holds a saved body of the API instead of events, and how to import it.
public struct SavedBody: Sendable {
  /// The file's name in messages.
  public let name: String
  /// What the body plainly is; nil where it is not recognised.
  let shape: BodyShape?
  /// Whether an import finds its time in it.
  private let carriesTime: Bool
  /// The file's own time.
  private let modifiedAt: Timestamp?

  /// Looks at a file that was refused as events; nil where it is not a single JSON document, or one that was meant to
  /// be an event.
  init?(_ path: String, named name: String, latest: LatestTime) {
    let value: JSONValue
    do {
      value = try JSONValue.parse(try WholeFile.read(path))
    } catch {
      // Not a JSON document: the refusal as events is more helpful.
      return nil
    }
    guard value.members != nil || value.elements != nil, !FileKind.isOfEvents(value) else { return nil }
    self.name = name
    shape = BodyShape(of: value)
    let file = RawImport.File(path: path, name: name)
    do {
      let own = try shape?.endpoints.first.flatMap { endpoint throws(InterchangeError) in
        try ReceptionTime.serverTime(of: value, at: endpoint, in: file)
      }
      carriesTime = own.map { latest.admits($0) } ?? false
    } catch {
      carriesTime = false
    }
    modifiedAt = WholeFile.modifiedAt(path)
  }

  /// The command that imports it.
  ///
  /// - Parameter options: further flags, quoted for a shell, with a trailing space.
  public func command(options: String = "") -> String {
    var command = "bnus-replay import \(options)--endpoint \(shape?.endpoints.first?.path ?? "PATH")"
    if let query = shape?.query, !query.isEmpty { command += " --query \(Self.quoted(query))" }
    if !carriesTime { command += " --at \(modifiedAt?.iso8601 ?? "TIME")" }
    return command + " \(Self.quoted(name))"
  }

  var explanation: String {
    guard let shape else { return "a JSON document, not an event; a saved response" }
    return "a response of the exchange (\(shape.name)), not an event; it"
  }

  /// Where the command's time comes from.
  var timeNote: String {
    if carriesTime { return "its serverTime is taken; --at TIME takes another" }
    return modifiedAt == nil
      ? "--at states when it was received"
      : "--at states when it was received; this is the file's time, which --file-times takes"
  }

  /// A word quoted for a shell, where it needs quotes.
  public static func quoted(_ word: String) -> String {
    let plain = word.utf8.allSatisfy { byte in
      Character(UnicodeScalar(byte)).isLetter && byte < 0x80 || Character(UnicodeScalar(byte)).isNumber
        || "-_./:,=%+@".utf8.contains(byte)
    }
    if plain, !word.isEmpty { return word }
    return "'" + word.pieces(at: "'", keepingEmpty: true).joined(separator: "'\\''") + "'"
  }
}
