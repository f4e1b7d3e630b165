import ArgumentParser

/// What the exit code of `assay` means. Documented in README.md; scripts depend on it.
enum ExitStatus: Int32, CaseIterable {
  case good = 0
  case claimRefuted = 10
  case invalidMeasurement = 11
  case unsupported = 12
  case unknownChip = 13
  case limitBroken = 14
  case noForecast = 15
  case rulesBroken = 16
  case usage = 64
  case badData = 65
  case cannotWrite = 73
  case interrupted = 130

  var code: ExitCode { ExitCode(rawValue) }
}

/// A failure that ends the command with a message and a status of its own.
struct CommandFailure: Error {
  let status: ExitStatus
  let message: String
}
