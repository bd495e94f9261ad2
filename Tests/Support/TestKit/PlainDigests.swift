public import EventModel

/// The digests of a table, computed from its rows as docs/format.md defines them.
public struct PlainDigests {
  /// One run's part.
  public struct Run {
    /// The run's id.
    public let key: PlainCell
    public let rows: Int
    public let digest: Digest
  }

  /// The runs in order of their ids.
  public let runs: [Run]
  /// The digest of the table.
  public let table: Digest

  /// - Parameter rows: by the cells of the stored key, `run_id` first.
  public init(_ rows: [[PlainCell]: [PlainCell]]) {
    let keys = rows.keys.sorted(by: precedes)
    var runs: [Run] = []
    for run in Set(keys.map { $0[0] }).sorted() {
      let mine = keys.filter { $0[0] == run }
      var groups: [[UInt8]] = []
      for group in Set(mine.map { $0[1] }).sorted() {
        let encoded = mine.filter { $0[1] == group }.flatMap { key in (rows[key] ?? []).flatMap(Self.encode) }
        groups.append(Self.bytes(Self.hash(encoded)))
      }
      runs.append(Run(key: run, rows: mine.count, digest: Self.hash(groups.flatMap { $0 })))
    }
    self.runs = runs
    table = runs.reduce(Self.hash([])) { Self.hash(Self.bytes($0) + Self.bytes($1.digest)) }
  }

  private static func hash(_ bytes: [UInt8]) -> Digest { bytes.withUnsafeBytes(Digest.sha256) }

  private static func bytes(_ digest: Digest) -> [UInt8] { digest.withBytes { Array($0) } }

  /// `00` for NULL, `01` and eight big-endian bytes, `02`, a four-byte length and the text.
  private static func encode(_ cell: PlainCell) -> [UInt8] {
    switch cell {
    case .null: [0]
    case .integer(let number):
      [1] + (0..<8).map { UInt8(truncatingIfNeeded: number >> Int64(56 - 8 * $0)) }
    case .text(let bytes):
      [2] + (0..<4).map { UInt8(truncatingIfNeeded: bytes.count >> (24 - 8 * $0)) } + bytes
    }
  }
}
