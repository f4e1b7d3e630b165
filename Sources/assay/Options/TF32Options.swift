import ArgumentParser
import Rating

extension TF32Reading: ExpressibleByArgument {}

/// The reading of TF32 under which figures are rated.
struct TF32Options: ParsableArguments {
  @Option(
    name: .customLong("tf32"), help: "How to read TF32's bit length, on which the regulation is silent.")
  var reading: TF32Reading = .container32
}
