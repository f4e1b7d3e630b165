extension TrainingRunRecord {
  /// Operations of training a dense model: C = 6 N D, two for every multiply-accumulate of the forward pass and four of the
  /// backward pass, attention over the context left out (Hoffmann et al. 2022, https://arxiv.org/abs/2203.15556).
  /// - Parameters:
  ///   - parameters: N; of a mixture of experts, those that are active for a token.
  ///   - tokens: D, those that were trained on, repeated ones counted again.
  public static func denseOperations(parameters: Double, tokens: Double) -> Double {
    6 * parameters * tokens
  }
}
