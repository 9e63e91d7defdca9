using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Tests.Unit.Engine.Worlds;

internal static class WorldAnswers
{
    public static Task<UnitResult<LobsterError>> AsTask(this LobsterError? error) =>
        Task.FromResult(error is null ? UnitResult.Success<LobsterError>() : UnitResult.Failure(error));

    public static Task<Result<T, LobsterError>> AsTask<T>(this LobsterError? error, T value) =>
        Task.FromResult(error is null ? Result.Success<T, LobsterError>(value) : Result.Failure<T, LobsterError>(error));
}
