import EventModel

/// The header lines of a WARC record or an HTTP message, within limits that no honest writer comes near.
enum HeaderLines {
  /// The longest line.
  static let lineLimit = 1 << 16
  /// The most lines: more than the 64 KiB of an event's header can hold, so that every export can be imported.
  static let countLimit = 20_000

  /// A limit that was exceeded, as text that follows "record 7:".
  struct Excess: Error {
    let reason: String
  }

  /// Name and value of every line that has both.
  static func fields(_ lines: some Collection<Substring>) throws(Excess) -> [HeaderField] {
    guard lines.count <= countLimit else {
      throw Excess(reason: "it has \(lines.count) header lines, more than \(countLimit)")
    }
    var fields: [HeaderField] = []
    for line in lines {
      guard line.utf8.count <= lineLimit else {
        throw Excess(reason: "one of its header lines is longer than \(lineLimit >> 10) KiB")
      }
      let sides = line.pieces(at: ":", most: 2, keepingEmpty: true)
      guard sides.count == 2 else { continue }
      fields.append(
        HeaderField(
          name: String(sides[0]), value: String(sides[1].unicodeScalars.drop { $0 == " " || $0 == "\t" })))
    }
    return fields
  }
}
