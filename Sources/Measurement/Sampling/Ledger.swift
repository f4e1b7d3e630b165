/// Keeps the accounts of one measurement, for all that take part in it.
final class Ledger {
  private(set) var accounts = Accounts()

  func enter(_ account: WritableKeyPath<Accounts, Double>, _ seconds: Double) {
    accounts[keyPath: account] += seconds
  }

  func charge<Result, Failure: Error>(
    _ account: WritableKeyPath<Accounts, Double>, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let watch = Stopwatch()
    defer { accounts[keyPath: account] += watch.seconds }
    return try body()
  }
}
