import Foundation

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

nonisolated(unsafe) private var chosen = FuzzTarget.value

/// libFuzzer over one parser: `fuzz TARGET` and then libFuzzer's own options.
@main
struct Fuzz {
  static func main() {
    let words = CommandLine.arguments
    guard words.count > 1, let target = FuzzTarget(rawValue: words[1]) else {
      print(FuzzTarget.allCases.map(\.rawValue).joined(separator: "\n"))
      exit(words.count > 1 ? 64 : 0)
    }
    chosen = target
    var arguments = ([words[0]] + words.dropFirst(2)).map { strdup($0) } + [nil]
    var count = Int32(arguments.count - 1)
    let code = arguments.withUnsafeMutableBufferPointer { buffer in
      var pointer = buffer.baseAddress!
      return runDriver(&count, &pointer) { bytes, size in
        chosen.feed(UnsafeRawBufferPointer(start: bytes, count: size))
        return 0
      }
    }
    exit(code)
  }
}
