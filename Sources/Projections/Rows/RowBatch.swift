public import EventModel

/// The rows that one event made for one table, as cells that point into the event's body.
///
/// A row is started by `beginRow`, which gives it its provenance; rows are added in no other way. A
/// batch holds on to its body until it is reset.
public final class RowBatch: @unchecked Sendable {
  // @unchecked: one thread fills it and hands it over through a queue; it is never shared.

  /// The table the rows are for.
  public let table: TableSchema
  /// Cells in a row.
  public let columnCount: Int
  /// The event that the rows are from.
  public private(set) var sequence: UInt64 = 0
  /// The run of that event; nil before the first.
  public private(set) var run: RunID?
  /// Rows made so far.
  public private(set) var rowCount = 0
  /// The rows' places in the order of the stored key; complete once the event is projected.
  public fileprivate(set) var keyOrder = KeyOrder()
  /// What the projection could not turn into rows, and what its rule leaves out.
  public internal(set) var tally = ResponseTally()

  /// For each row, a number that stands for what the record it came from says: rows of one
  /// projection with the same number have the same cells but for their run and provenance. 0
  /// where that is not known.
  private(set) var contents: [UInt64] = []
  /// How often the batch was emptied, so that what was kept of its rows can be seen to be outdated.
  private(set) var fillings = 0

  let arena = ByteArena()
  private var runText = Cell.null
  private var body: BodyBuffer?
  private var bodyBase: UnsafeRawPointer
  private var cells: UnsafeMutablePointer<Cell>
  private var rowCapacity = 64

  package init(table: TableSchema) {
    self.table = table
    columnCount = table.columns.count
    cells = .allocate(capacity: rowCapacity * columnCount)
    bodyBase = UnsafeRawPointer(arena.base)
  }

  deinit { cells.deallocate() }

  /// The cells of a row, in column order; valid until the batch is reset.
  public func row(_ index: Int) -> UnsafePointer<Cell> {
    UnsafePointer(cells + index * columnCount)
  }

  /// Where the text of cells lies; valid until the batch is reset or given another row.
  public struct TextBases {
    fileprivate let body: UnsafeRawPointer
    fileprivate let own: UnsafeRawPointer

    /// The first byte of a text cell.
    @inline(__always)
    public func start(of cell: Cell) -> UnsafeRawPointer {
      (cell.kind == .bodyText ? body : own) + Int(truncatingIfNeeded: cell.payload)
    }
  }

  /// Where the text of this batch's cells lies; valid as long as the batch is.
  public var textBases: TextBases {
    TextBases(body: bodyBase, own: UnsafeRawPointer(arena.base))
  }

  /// The bytes of a text cell; valid until the batch is reset or given another row.
  public func bytes(of cell: Cell) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: textBases.start(of: cell), count: Int(cell.length))
  }

  /// The place in the event of the record that a row came from.
  func recordIndex(of row: Int) -> Int { Int(truncatingIfNeeded: self.row(row)[columnCount - 1].payload) }

  /// Bytes of the body.
  func body(_ start: Int, _ length: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: bodyBase + start, count: length)
  }

  /// Empties the batch for another event.
  package func reset(for response: Response) {
    rowCount = 0
    contents.removeAll(keepingCapacity: true)
    fillings += 1
    tally = ResponseTally()
    arena.removeAll()
    sequence = response.header.sequence
    run = response.header.run
    runText = arena.append(response.header.run.text.utf8)
    body = response.body
    bodyBase = response.body.bytes.baseAddress ?? UnsafeRawPointer(arena.base)
  }

  /// Starts a row from the record at `index` of the event; every cell but the run's and the
  /// provenance is NULL. The cells are to be filled before the next row begins.
  func beginRow(from index: Int) -> UnsafeMutablePointer<Cell> {
    if rowCount == rowCapacity { grow() }
    let row = cells + rowCount * columnCount
    rowCount += 1
    contents.append(0)
    row.initialize(repeating: .null, count: columnCount)
    row[columnCount - TableSchema.addedColumns] = runText
    row[columnCount - 2] = .integer(Int64(clamping: sequence))
    row[columnCount - 1] = .integer(Int64(index))
    return row
  }

  /// Takes back the row begun last.
  func dropLastRow() {
    rowCount -= 1
    contents.removeLast()
  }

  /// Takes back every row.
  func dropAllRows() {
    rowCount = 0
    contents.removeAll(keepingCapacity: true)
  }

  /// Puts the rows in the order of these columns of the key.
  package func sort(by keyColumns: [Int]) { keyOrder.sort(self, by: keyColumns) }

  /// Says what the row begun last came from.
  func setContent(_ content: UInt64) { contents[rowCount - 1] = content }

  /// Sets one column of every row, for a value that stands once in a response.
  func fill(column: Int, with cell: Cell) {
    for row in 0..<rowCount {
      cells[row * columnCount + column] = cell
      contents[row] = 0
    }
  }

  /// Sets one cell, for a value that other rows decide.
  func fill(column: Int, of row: Int, with cell: Cell) {
    cells[row * columnCount + column] = cell
    contents[row] = 0
  }

  /// Starts a row from the record at `index` that has these columns from a row of another batch,
  /// whose record stood `shift` bytes earlier in its body and is the same byte for byte.
  func beginRow(
    from index: Int, repeating columns: [Int], of row: Int, in other: RowBatch, shiftedBy shift: Int
  ) {
    let (old, new) = (other.row(row), beginRow(from: index))
    for column in columns {
      let cell = old[column]
      switch cell.kind {
      case .null, .integer: new[column] = cell
      case .bodyText: new[column] = cell.shifted(by: shift)
      case .ownText: new[column] = arena.append(other.bytes(of: cell))
      }
    }
    setContent(other.contents[row])
  }

  private func grow() {
    let bigger = UnsafeMutablePointer<Cell>.allocate(capacity: rowCapacity * 2 * columnCount)
    bigger.update(from: cells, count: rowCount * columnCount)
    cells.deallocate()
    cells = bigger
    rowCapacity *= 2
  }
}
