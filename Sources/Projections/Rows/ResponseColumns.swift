import BinanceUS
import JSONView

/// The columns of a row that the request decides, and those that say what another column means.
struct ResponseColumns {
  private let table: TableSchema
  private let fixed: [Int]
  private let meanings: [(column: Int, of: Int, words: StatusWords)]
  /// By place in `fixed`.
  private var cells: [Cell] = []

  init(_ table: TableSchema) {
    self.table = table
    fixed = table.columns.indices.filter { place in
      switch table.columns[place].source {
      case .parameter, .endpoint: true
      default: false
      }
    }
    meanings = table.columns.enumerated().compactMap { place, column in
      guard case .meaning(let name, let words) = column.source, let of = table.index(of: name) else {
        return nil
      }
      return (place, of, words)
    }
  }

  /// Begins a response.
  mutating func begin(_ response: Response, _ batch: RowBatch) {
    cells = fixed.map { place in
      switch table.columns[place].source {
      case .parameter(let name): response.query[name].map { batch.arena.append($0.utf8) } ?? .null
      case .endpoint(let words): words.words[response.endpoint].map { batch.arena.append($0.utf8) } ?? .null
      default: .null
      }
    }
  }

  /// Fills them in a row; the reason where one that the key needs is not there.
  func fill(_ row: UnsafeMutablePointer<Cell>, in batch: RowBatch) -> String? {
    for (place, cell) in zip(fixed, cells) {
      row[place] = cell
      if cell.kind == .null, table.key.contains(table.columns[place].name) {
        return "the request does not name \(table.columns[place].name)"
      }
    }
    for (column, of, words) in meanings {
      let value = row[of]
      let meaning: String?
      switch value.kind {
      case .null: continue
      case .integer:
        meaning = words.word(String(value.payload).utf8)?.meaning
      case .bodyText, .ownText: meaning = words.word(batch.bytes(of: value))?.meaning
      }
      row[column] = batch.arena.append((meaning ?? StatusWords.unknown).utf8)
    }
    return nil
  }
}
