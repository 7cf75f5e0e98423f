"""What the group "Curators" may do. Each app's migration grants its own tables, and never a private one."""

GROUP = "Curators"


def grant(apps, rights):
    """Give curators rights in a data migration.

    `rights` is [(app label, model name in lower case, ("view", "add", "change", "delete"))]. The rows of
    Permission are made here: Django itself makes them only after the last migration.
    """
    kinds = apps.get_model("contenttypes", "ContentType").objects
    permissions = apps.get_model("auth", "Permission").objects
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=GROUP)
    for app, model, actions in rights:
        kind, _ = kinds.get_or_create(app_label=app, model=model)
        for action in actions:
            right, _ = permissions.get_or_create(
                content_type=kind, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
            )
            group.permissions.add(right)
