using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Bench.Runner.Runs;

/// <summary>Takes one sample: does the thing once and tells what it took, in the figure's unit.</summary>
/// <remarks>What surrounds the thing (making room before, clearing up after) happens inside and is not part of the value.</remarks>
public delegate Task<Result<double, LobsterError>> TakeSample(CancellationToken cancellationToken);
