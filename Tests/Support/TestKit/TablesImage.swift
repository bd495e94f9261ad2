/// Everything a tables file holds, for comparing two files row by row.
public struct TablesImage: Equatable, CustomStringConvertible {
  /// Rows by table, sorted.
  public var tables: [String: [[PlainCell]]]

  /// An image of what is given.
  public init(_ tables: [String: [[PlainCell]]]) {
    self.tables = tables.mapValues { $0.sorted(by: precedes) }
  }

  /// Reads every table of a file, the views left out.
  public init(of path: String) throws {
    let file = try SQLiteFile(path)
    var tables: [String: [[PlainCell]]] = [:]
    for name in try file.texts("SELECT name FROM sqlite_master WHERE type = 'table'") {
      tables[name] = try file.rows("SELECT * FROM \"\(name)\"")
    }
    self.init(tables)
  }

  /// The tables named alone.
  public func only(_ names: some Sequence<String>) -> TablesImage {
    TablesImage(tables.filter { names.contains($0.key) })
  }

  /// The image without one column of one table, for what words alone say.
  public func without(column: Int, of name: String) -> TablesImage {
    var copy = tables
    copy[name] = copy[name]?.map { row in row.enumerated().filter { $0.offset != column }.map(\.element) }
    return TablesImage(copy)
  }

  public var description: String {
    tables.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.count) rows" }.joined(separator: ", ")
  }

  /// The first rows that differ, in words; empty where the images are equal.
  public func difference(from other: TablesImage) -> String {
    var words: [String] = []
    for name in Set(tables.keys).union(other.tables.keys).sorted() {
      let (mine, theirs) = (tables[name] ?? [], other.tables[name] ?? [])
      if mine == theirs { continue }
      let extra = mine.filter { !theirs.contains($0) }.prefix(2)
      let lacking = theirs.filter { !mine.contains($0) }.prefix(2)
      words.append(
        "\(name) (\(mine.count) rows, not \(theirs.count)): has \(extra.map(short)), lacks \(lacking.map(short))"
      )
    }
    return words.joined(separator: "\n")
  }

  private func short(_ row: [PlainCell]) -> String {
    row.map { String($0.description.prefix(70)) }.joined(separator: " ")
  }
}
