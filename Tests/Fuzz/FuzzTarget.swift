/// A reader of bytes that somebody else wrote, called as the command calls it.
///
/// Whatever the bytes are, it may refuse them, and may not trap, hang, take memory without bound or break a promise. The
/// fuzzer makes bytes up for it, and the tests take them from `seeds/`.
struct FuzzTarget: Sendable {
  /// Of the folder with its seeds, too.
  let name: String
  /// What is read.
  let reads: String
  /// The most bytes that the fuzzer makes up.
  let longest: Int
  /// Reads the bytes. What the reader refuses is no error: an error is a promise that was not kept.
  let read: @Sendable ([UInt8]) throws -> Void

  init(
    _ name: String, _ reads: String, longest: Int = 4096, read: @escaping @Sendable ([UInt8]) throws -> Void
  ) {
    self.name = name
    self.reads = reads
    self.longest = longest
    self.read = read
  }

  /// All of them, by name.
  static let all: [FuzzTarget] = [
    arguments, challenge, chips, countries, csv, device, envelope, json, keys, ledger, ledgerRules,
    measurement,
    report, rules, scenario, server, statement, stock, system, transcript, trends, trust, whatIf, worker,
  ].sorted { $0.name < $1.name }
}

/// What a reader promises of that which it accepts, and did not keep.
struct BrokenPromise: Error, CustomStringConvertible {
  let description: String
}

/// Says what a reader promises.
/// - Throws: `BrokenPromise` where that is not so.
func promise(_ isKept: Bool, _ words: @autoclosure () -> String) throws {
  if !isKept { throw BrokenPromise(description: words()) }
}

/// - Returns: `nil` where the reader refuses.
func accepted<Value>(_ read: () throws -> Value) -> Value? { try? read() }
