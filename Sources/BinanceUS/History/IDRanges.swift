/// Ranges of ids, ascending and apart: two that share an id are one.
public struct IDRanges: Sendable, Hashable {
  private struct Part: OrderedElement, Hashable {
    var range: ClosedRange<Int64>
    var order: Int64 { range.lowerBound }
  }

  private var parts = OrderedStore<Part>()

  public init() {}

  /// Whether there is no range.
  public var isEmpty: Bool { parts.isEmpty }
  /// How many ranges there are.
  public var count: Int { parts.count }
  /// The lowest range.
  public var first: ClosedRange<Int64>? { parts.first?.range }

  /// Whether an id lies in one of the ranges.
  public func contains(_ id: Int64) -> Bool { range(around: id) != nil }

  /// The range that holds an id; nil where none does.
  public func range(around id: Int64) -> ClosedRange<Int64>? {
    let place = parts.place(from: id)
    if let part = parts.element(at: place), part.range.lowerBound == id { return part.range }
    guard let before = parts.place(before: place), parts[before].range.contains(id) else { return nil }
    return parts[before].range
  }

  /// Adds a range, joining those that share an id with it.
  public mutating func add(_ range: ClosedRange<Int64>) {
    var place = parts.place(from: range.lowerBound)
    if let before = parts.place(before: place), parts[before].range.upperBound >= range.lowerBound {
      place = before
    }
    guard let first = parts.element(at: place)?.range, first.overlaps(range) else {
      return parts.put(Part(range: range))
    }
    if first.lowerBound <= range.lowerBound, first.upperBound >= range.upperBound { return }
    let low = Swift.min(first.lowerBound, range.lowerBound)
    var high = Swift.max(first.upperBound, range.upperBound)
    var next = parts.remove(at: place)
    while let part = parts.element(at: next), part.range.lowerBound <= high {
      high = Swift.max(high, part.range.upperBound)
      next = parts.remove(at: next)
    }
    parts.put(Part(range: low...high))
  }
}

extension IDRanges: Sequence {
  /// The ranges, ascending.
  public func makeIterator() -> some IteratorProtocol<ClosedRange<Int64>> {
    parts.lazy.map(\.range).makeIterator()
  }
}
