/// A place in a file, as people count it, from 1.
struct FilePart {
  let word: String
  let number: Int
  /// Whether another program recorded what stands there: then it has no identity of ours, and is
  /// known by what it says.
  var isForeign = false

  var text: String { "\(word) \(number)" }
}
