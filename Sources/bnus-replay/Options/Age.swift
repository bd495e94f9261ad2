import ArgumentParser

/// A length of time with its unit: `90s`, `30m`, `26h`, `2d`.
struct Age: ExpressibleByArgument, CustomStringConvertible {
  let seconds: Int64
  let description: String

  init?(argument: String) {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard let unit = argument.last.flatMap({ units[$0] }),
      argument.dropLast().allSatisfy({ $0.isASCII && $0.isNumber }),
      let count = Int64(argument.dropLast())
    else { return nil }
    let (seconds, overflow) = count.multipliedReportingOverflow(by: unit)
    guard !overflow, count > 0 else { return nil }
    self.seconds = seconds
    description = argument
  }
}
