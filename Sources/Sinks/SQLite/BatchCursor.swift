import CSQLite
import Projections

/// A walk over a batch's rows in key order, as SQLite drives it; begins with SQLite's own part.
///
/// Pointers are taken once a row and the batch is held unretained (the module holds it while it is
/// shown), so that a cell costs a load and a call into SQLite.
struct BatchCursor {
  private var base = sqlite3_vtab_cursor()
  private let module: Unmanaged<BatchModule>
  private var batch: Unmanaged<RowBatch>?
  private var place = 0
  private var count = 0
  private var row: UnsafePointer<Cell>?
  private var texts: RowBatch.TextBases?

  private init(module: Unmanaged<BatchModule>) { self.module = module }

  static func make(
    on module: Unmanaged<BatchModule>
  ) -> UnsafeMutablePointer<sqlite3_vtab_cursor> {
    let cursor = UnsafeMutablePointer<BatchCursor>.allocate(capacity: 1)
    cursor.initialize(to: BatchCursor(module: module))
    return UnsafeMutableRawPointer(cursor).assumingMemoryBound(to: sqlite3_vtab_cursor.self)
  }

  static func release(_ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?) {
    with(cursor) {
      $0.deinitialize(count: 1)
      $0.deallocate()
    }
  }

  @inline(__always) @discardableResult
  static func with<R>(
    _ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?,
    _ use: (UnsafeMutablePointer<BatchCursor>) -> R
  ) -> R? {
    guard let cursor else { return nil }
    return use(UnsafeMutableRawPointer(cursor).assumingMemoryBound(to: BatchCursor.self))
  }

  mutating func start() {
    let shown = module.takeUnretainedValue().shown
    batch = shown.map { Unmanaged.passUnretained($0) }
    texts = shown?.textBases
    count = shown?.rowCount ?? 0
    place = 0
    findRow()
  }

  mutating func next() {
    place += 1
    findRow()
  }

  private mutating func findRow() {
    row = isAtEnd ? nil : batch?._withUnsafeGuaranteedRef { $0.row(Int($0.keyOrder.rows[place])) }
  }

  var isAtEnd: Bool { place >= count }

  var rowID: Int64 { Int64(place) }

  func give(column: Int, to result: OpaquePointer?) {
    guard let row, let texts else { return }
    let cell = row[column]
    switch cell.kind {
    case .null: sqlite3_result_null(result)
    case .integer: sqlite3_result_int64(result, cell.payload)
    case .bodyText, .ownText:
      sqlite3_result_text64(
        result, texts.start(of: cell).assumingMemoryBound(to: CChar.self), UInt64(cell.length),
        bnus_sqlite_static(), UInt8(SQLITE_UTF8))
    }
  }
}
