/// Something that has a place among others.
public protocol OrderedElement {
  associatedtype Order: Comparable
  /// What it is sorted by; no two elements of a store share it.
  var order: Order { get }
}

/// Elements in their order, in chunks, so that an insertion costs about the same at any place and any size.
public struct OrderedStore<Element: OrderedElement> {
  /// A place among the elements; valid until the store changes.
  public struct Place: Equatable {
    @usableFromInline let chunk: Int
    @usableFromInline let offset: Int

    @inlinable
    init(_ chunk: Int, _ offset: Int) { (self.chunk, self.offset) = (chunk, offset) }
  }

  @usableFromInline var chunks: [[Element]] = []
  /// How many elements there are.
  public private(set) var count = 0

  @usableFromInline static var chunkSize: Int { 256 }

  public init() {}

  /// Whether there is no element.
  public var isEmpty: Bool { count == 0 }
  /// The first element in their order.
  public var first: Element? { chunks.first?.first }
  /// The last element in their order.
  public var last: Element? { chunks.last?.last }

  /// The place of the first element that is not before `order`.
  @inlinable public func place(from order: Element.Order) -> Place {
    var (low, high) = (0, chunks.count)
    while low < high {
      let middle = (low + high) / 2
      if chunks[middle][chunks[middle].count - 1].order < order { low = middle + 1 } else { high = middle }
    }
    guard low < chunks.count else { return Place(low, 0) }
    let chunk = low
    (low, high) = (0, chunks[chunk].count - 1)
    while low < high {
      let middle = (low + high) / 2
      if chunks[chunk][middle].order < order { low = middle + 1 } else { high = middle }
    }
    return Place(chunk, low)
  }

  /// The place of the element of this order; nil where there is none.
  @inlinable public func place(of order: Element.Order) -> Place? {
    let place = place(from: order)
    return element(at: place)?.order == order ? place : nil
  }

  /// The element at a place; nil after the last one.
  @inlinable public func element(at place: Place) -> Element? {
    place.chunk < chunks.count ? chunks[place.chunk][place.offset] : nil
  }

  /// The element at a place; its order stays what it was.
  @inlinable public subscript(place: Place) -> Element {
    get { chunks[place.chunk][place.offset] }
    set { chunks[place.chunk][place.offset] = newValue }
  }

  /// The place after another.
  @inlinable public func place(after place: Place) -> Place {
    place.offset + 1 < chunks[place.chunk].count
      ? Place(place.chunk, place.offset + 1) : Place(place.chunk + 1, 0)
  }

  /// The place before another; nil at the first.
  @inlinable public func place(before place: Place) -> Place? {
    if place.offset > 0 { return Place(place.chunk, place.offset - 1) }
    return place.chunk > 0 ? Place(place.chunk - 1, chunks[place.chunk - 1].count - 1) : nil
  }

  /// Inserts an element; one of the same order is replaced.
  public mutating func put(_ element: Element) {
    let order = element.order
    let place = place(from: order)
    if self.element(at: place)?.order == order {
      chunks[place.chunk][place.offset] = element
      return
    }
    count += 1
    guard place.chunk < chunks.count else { return append(element) }
    chunks[place.chunk].insert(element, at: place.offset)
    if chunks[place.chunk].count > Self.chunkSize { split(place.chunk) }
  }

  /// Removes the element at a place and returns the place of the next one.
  @discardableResult
  public mutating func remove(at place: Place) -> Place {
    count -= 1
    chunks[place.chunk].remove(at: place.offset)
    if chunks[place.chunk].isEmpty {
      chunks.remove(at: place.chunk)
      return Place(place.chunk, 0)
    }
    return place.offset < chunks[place.chunk].count ? place : Place(place.chunk + 1, 0)
  }

  /// Removes the element of this order, where there is one.
  public mutating func remove(_ order: Element.Order) {
    if let place = place(of: order) { remove(at: place) }
  }

  /// Appends after the last one: full chunks stay full.
  private mutating func append(_ element: Element) {
    if let last = chunks.indices.last, chunks[last].count < Self.chunkSize {
      chunks[last].append(element)
    } else {
      chunks.append([element])
    }
  }

  private mutating func split(_ chunk: Int) {
    let half = Array(chunks[chunk][(Self.chunkSize / 2)...])
    chunks[chunk].removeLast(half.count)
    chunks.insert(half, at: chunk + 1)
  }
}

extension OrderedStore: Sequence {
  /// The elements in their order.
  public func makeIterator() -> FlattenSequence<[[Element]]>.Iterator { chunks.joined().makeIterator() }
}

extension OrderedStore: Sendable where Element: Sendable {}

extension OrderedStore: Equatable where Element: Equatable {
  public static func == (left: OrderedStore, right: OrderedStore) -> Bool {
    left.count == right.count && left.elementsEqual(right)
  }
}

extension OrderedStore: Hashable where Element: Hashable {
  public func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    for element in self { hasher.combine(element) }
  }
}
