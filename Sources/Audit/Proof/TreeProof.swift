public import EventModel

/// The proof that one event is at its place under a head: a `.tlog-proof` file (c2sp.org/tlog-proof@v1).
///
///     c2sp.org/tlog-proof@v1
///     extra base64                 (may be missing)
///     index n                      (from 0: the event's sequence minus 1)
///     base64 of a hash             (from the leaf's sibling up)
///     (an empty line)
///     the checkpoint, as it was published
public struct TreeProof: Sendable {
  /// Bytes of the application's own, which the proof does not cover.
  public let extra: [UInt8]?
  /// The leaf, from 0.
  public let index: UInt64
  /// The siblings, from the leaf's up.
  public let hashes: [Digest]
  /// The checkpoint's note, byte for byte.
  public let note: SignedNote
  /// The checkpoint in the note's text.
  public let checkpoint: Checkpoint

  private static let firstLine = "c2sp.org/tlog-proof@v1"
  /// A tree of 2^64 leaves has no more.
  private static let mostHashes = 64

  /// The proof of leaf `index` under a head that covers it.
  public init(index: UInt64, hashes: [Digest], note: SignedNote) throws(AuditError) {
    try self.init(extra: nil, index: index, hashes: hashes, note: note)
  }

  private init(extra: [UInt8]?, index: UInt64, hashes: [Digest], note: SignedNote) throws(AuditError) {
    self.extra = extra
    self.index = index
    self.hashes = hashes
    self.note = note
    checkpoint = try Checkpoint.parse(note.text)
  }

  /// Reads a proof strictly: what is read prints as the same bytes.
  public static func parse(_ bytes: [UInt8]) throws(AuditError) -> TreeProof {
    var lines = try ProofLines(of: "proof", bytes)
    guard try lines.take("first line") == firstLine else { throw lines.refusal("it is not \(firstLine)") }
    var extra: [UInt8]?
    if let text = rest(of: lines.peek, behind: "extra ") {
      _ = try lines.take("extra")
      guard let bytes = Base64.decode(Array(text.utf8)) else { throw lines.refusal("extra is not base64") }
      extra = bytes
    }
    guard let text = rest(of: try lines.take("index"), behind: "index ") else {
      throw lines.refusal("the index is missing")
    }
    let index = try lines.number(text, "index")
    var hashes: [Digest] = []
    while true {
      let line = try lines.take("empty line before the checkpoint")
      if line.isEmpty { break }
      guard hashes.count < mostHashes else { throw lines.refusal("it has more than \(mostHashes) hashes") }
      guard let hash = Digest(base64: line) else { throw lines.refusal("a hash is not base64 of 32 bytes") }
      hashes.append(hash)
    }
    let above = lines.next
    do throws(AuditError) {
      let note = try SignedNote.parse(lines.takeRest())
      return try TreeProof(extra: extra, index: index, hashes: hashes, note: note)
    } catch .malformed(_, let line, let why) {
      throw .malformed(what: "proof", line: above + line, why: why)
    }
  }

  private static func rest(of line: String?, behind word: String) -> String? {
    guard let line, line.hasPrefix(word) else { return nil }
    return String(line.dropFirst(word.count))
  }

  /// The file.
  public var bytes: [UInt8] {
    var text = Self.firstLine + "\n"
    if let extra { text += "extra \(extra.withUnsafeBytes(Base64.text))\n" }
    text += "index \(index)\n"
    for hash in hashes { text += hash.base64 + "\n" }
    return Array(text.utf8) + [UInt8(ascii: "\n")] + note.bytes
  }

  /// Whether these bytes, an event's header, are the leaf that the proof is about.
  public func proves(_ leaf: UnsafeRawBufferPointer) -> Bool {
    root(above: TreeHash.leaf(leaf)) == checkpoint.root
  }

  /// The root that the hashes lead to from a leaf; nil where their number is wrong (RFC 9162, 2.1.3.2).
  private func root(above leaf: Digest) -> Digest? {
    guard index < checkpoint.size else { return nil }
    var (node, last, hash) = (index, checkpoint.size -| 1, leaf)
    for sibling in hashes {
      guard last > 0 else { return nil }
      if node & 1 == 1 || node == last {
        hash = TreeHash.node(sibling, hash)
        while node & 1 == 0, node > 0 { (node, last) = (node >> 1, last >> 1) }
      } else {
        hash = TreeHash.node(hash, sibling)
      }
      (node, last) = (node >> 1, last >> 1)
    }
    return last == 0 ? hash : nil
  }
}
