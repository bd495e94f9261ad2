import BinanceUS
import EventModel
import JSONView

/// A file of no events that is a body of the API, saved as it came: how to import it.
public struct SavedBody: Sendable {
  /// What people call the file.
  public let name: String
  /// What the body plainly is; nil where nothing tells.
  let shape: BodyShape?
  /// Whether an import finds its time in it.
  private let tellsTime: Bool
  /// The file's own time.
  private let modifiedAt: Timestamp?

  /// Looks at a file that was refused as events; nil where it is no single JSON document, or one
  /// that was meant to be an event.
  init?(_ path: String, named name: String, latest: LatestTime) {
    let value: JSONValue
    do {
      value = try JSONValue.parse(try WholeFile.read(path))
    } catch {
      // No JSON document: the refusal as events says more.
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
      tellsTime = own.map { latest.admits($0) } ?? false
    } catch {
      tellsTime = false
    }
    modifiedAt = WholeFile.modifiedAt(path)
  }

  /// The command that imports it.
  ///
  /// - Parameter options: further flags, quoted for a shell, with a blank behind them.
  public func command(options: String = "") -> String {
    var words = "bnus-replay import \(options)--endpoint \(shape?.endpoints.first?.path ?? "PATH")"
    if let query = shape?.query, !query.isEmpty { words += " --query \(Self.quoted(query))" }
    if !tellsTime { words += " --at \(modifiedAt?.iso8601 ?? "TIME")" }
    return words + " \(Self.quoted(name))"
  }

  var explanation: String {
    guard let shape else { return "a JSON document, and no event; a saved response" }
    return "a response of the exchange (\(shape.name)), and no event; it"
  }

  /// What the command's time is.
  var timeNote: String {
    if tellsTime { return "its serverTime is taken; --at TIME takes another" }
    return modifiedAt == nil
      ? "--at says when it was received"
      : "--at says when it was received; this is the file's time, which --file-times takes"
  }

  /// A word that a shell reads as it is.
  public static func quoted(_ word: String) -> String {
    let plain = word.utf8.allSatisfy { byte in
      Character(UnicodeScalar(byte)).isLetter && byte < 0x80 || Character(UnicodeScalar(byte)).isNumber
        || "-_./:,=%+@".utf8.contains(byte)
    }
    if plain, !word.isEmpty { return word }
    return "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
