/// A place in a file, as people count it, from 1.
struct FilePart {
  let word: String
  let number: Int

  var text: String { "\(word) \(number)" }
}
