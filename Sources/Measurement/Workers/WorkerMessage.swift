import Rating

/// What a parent asks of a worker: one line of JSON each.
enum WorkerRequest: Codable {
  case prepare(WorkerProductRequest)
  /// Compute a prepared product once.
  case multiply(product: Int)
  /// Measure the clock of the core that calls the library.
  case clock
  /// Forget a prepared product; no reply is waited for.
  case release(product: Int)
  /// Answer once everything before is done.
  case settle
  /// End in order, so that the library can tidy up; no reply is waited for.
  case finish
}

/// A product to prepare, on buffers of the parent.
struct WorkerProductRequest: Codable {
  let precision: Precision
  let shape: GEMMShape
  let distribution: OperandDistribution
  let threads: Int
  let a: SharedBuffer.Region
  let b: SharedBuffer.Region
  let c: SharedBuffer.Region
}

/// What a worker answers: one line of JSON each.
enum WorkerReply: Codable {
  /// The library is open: the first line of every worker.
  case opened(ProviderIdentity, takesThreads: Bool, isConfined: Bool, support: [Support])
  case prepared(product: Int, kernel: String)
  case done
  case multiplied(seconds: Double)
  case clock(gigahertz: Double?)
  case failed(ProviderError)

  /// Whether the library has a product at a precision.
  struct Support: Codable {
    let precision: Precision
    let support: ProviderSupport
  }
}
