extension RandomAccessCollection where Index == Int {
  /// The first position whose element satisfies `belongsAfter`, in a collection where all that do
  /// stand after all that do not.
  func partitioningIndex(where belongsAfter: (Element) -> Bool) -> Int {
    var low = startIndex
    var high = endIndex
    while low < high {
      let middle = low + (high - low) / 2
      if belongsAfter(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
