public import BinanceUS

/// What a table is: how its responses add up. What names an entry, what `_latest` shows, what a checkpoint holds and
/// which response is whole all follow from it.
public enum TableNature: Sendable, Hashable {
  /// One state of the world: each whole response replaces the one before it.
  ///
  /// - identity: the columns that name an entity, apart from the run that saw it.
  case snapshot(identity: [String])
  /// A history whose pages are walked by an id that grows within a symbol; entries add up.
  ///
  /// - id: the column of that id, an integer.
  case paged(identity: [String], id: String)
  /// A history that is shown through windows of time; entries add up. How far it is known is decided by the windows
  /// that were fetched completely, never by the times of rows.
  ///
  /// - time: the column of the time that windows select by.
  case windowed(identity: [String], time: String)

  /// The columns that name an entry of the world, apart from the run that saw it. Where the key lacks some of them,
  /// it loses rows, and a replay says how many.
  public var identity: [String] {
    switch self {
    case .snapshot(let identity), .paged(let identity, _), .windowed(let identity, _): identity
    }
  }

  /// The column of the id by which pages are walked; its highest value is what a checkpoint holds.
  public var pagingColumn: String? { if case .paged(_, let id) = self { id } else { nil } }

  /// Entries add up, so that the newest row of each is what is known of it; else only those of the newest whole
  /// response are.
  public var addsUp: Bool {
    switch self {
    case .snapshot: false
    case .paged, .windowed: true
    }
  }

  /// Whether the response to a request covers all there is. A window never does: it is a part, whatever it selects.
  public func isWhole(_ query: CanonicalQuery) -> Bool {
    switch self {
    case .snapshot, .paged: query.requestsEverything
    case .windowed: false
    }
  }

  /// The columns that it names beside those of the table's key.
  var columns: [String] {
    switch self {
    case .snapshot(let identity): identity
    case .paged(let identity, let column), .windowed(let identity, let column): identity + [column]
    }
  }
}
