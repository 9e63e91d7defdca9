namespace Lobsterd.Cli.Tank;

/// <summary>What keys do: a pure function of the model.</summary>
internal static class TankKeys
{
    private const int LongestFilter = 64;
    private const int Page = 10;

    /// <summary>The model after a key, and what else it asks for.</summary>
    internal static (TankModel Model, TankAct? Act) Press(TankModel model, TankKey key)
    {
        if (key.Name == "interrupt") return (model, new TankAct.Quit());
        return model.Mode switch
        {
            TankMode.Filter => (Type(model, key), null),
            TankMode.Evict => Answer(model, key),
            _ => Command(model with { Note = "", IsBad = false }, key),
        };
    }

    private static TankModel Type(TankModel model, TankKey key) => key.Name switch
    {
        "enter" => model with { Mode = TankMode.List },
        "escape" => model with { Mode = TankMode.List, Filter = "" },
        "backspace" => model with { Filter = model.Filter.Length > 0 ? model.Filter[..^1] : "" },
        { Length: 1 } when model.Filter.Length < LongestFilter => model with { Filter = model.Filter + key.Name },
        _ => model,
    };

    // Whatever is no clear yes is a no.
    private static (TankModel Model, TankAct? Act) Answer(TankModel model, TankKey key)
    {
        var list = model with { Mode = TankMode.List };
        return key.Name is "y" or "Y" && model.Selected is { } tenant ? (list, new TankAct.Evict(tenant)) : (list with { Note = "nothing was evicted" }, null);
    }

    private static (TankModel Model, TankAct? Act) Command(TankModel model, TankKey key)
    {
        switch (key.Name)
        {
            case "q":
                return (model, new TankAct.Quit());
            case "escape":
                return (model with { Mode = TankMode.List }, null);
            case "?":
                return (model with { Mode = model.Mode == TankMode.Help ? TankMode.List : TankMode.Help }, null);
            case "s":
                return (model with { Sort = (model.Sort + 1) % TankModel.Sorts.Length }, null);
            case "/":
                return (model with { Mode = TankMode.Filter }, null);
            case "up" or "k":
                return Select(model, model.Move(-1));
            case "down" or "j":
                return Select(model, model.Move(1));
            case "page-up":
                return Select(model, model.Move(-Page));
            case "page-down":
                return Select(model, model.Move(Page));
            case "home":
                return Select(model, model.Move(int.MinValue));
            case "end":
                return Select(model, model.Move(int.MaxValue));
            default:
                return model.Current is { } row ? OnTenant(model with { Selected = row.Name }, key, row.Name) : (model, null);
        }
    }

    private static (TankModel Model, TankAct? Act) OnTenant(TankModel model, TankKey key, string tenant) => key.Name switch
    {
        "enter" => (Empty(model) with { Mode = TankMode.Details }, new TankAct.Examine(tenant)),
        "l" => (Empty(model) with { Mode = TankMode.Logs }, new TankAct.Look(tenant)),
        "m" => (model with { Note = $"molting {tenant} …" }, new TankAct.Molt(tenant)),
        "e" => (model with { Mode = TankMode.Evict }, null),
        _ => (model, null),
    };

    // What is shown of one tenant is never another's.
    private static (TankModel Model, TankAct? Act) Select(TankModel before, TankModel after)
    {
        if (after.Selected is not { } tenant || before.Selected == after.Selected) return (after, null);
        return after.Mode switch
        {
            TankMode.Details => (Empty(after), new TankAct.Examine(tenant)),
            TankMode.Logs => (Empty(after), new TankAct.Look(tenant)),
            _ => (after, null),
        };
    }

    private static TankModel Empty(TankModel model) => model with { Checks = [], Why = null, Events = [], Lines = [] };
}
