using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Standin.Stand;

/// <summary>What a test cannot go on without: a failed result ends the test and says why.</summary>
public static class Required
{
    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is none; the message is the error's.</exception>
    public static T Require<T>(this Result<T, LobsterError> result) =>
        result.TryGetError(out var error, out var value) ? throw Missing(error) : value;

    /// <summary>Nothing, if all went well.</summary>
    /// <exception cref="InvalidOperationException">It did not; the message is the error's.</exception>
    public static void Require(this UnitResult<LobsterError> result)
    {
        if (result.TryGetError(out var error)) throw Missing(error);
    }

    private static InvalidOperationException Missing(LobsterError error) => new($"{error.Code.Name}: {error.FullMessage}");
}
