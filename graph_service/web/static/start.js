// What JavaScript adds to every page: GOV.UK Frontend's behaviour. Without it everything works all the same.
import { initAll } from "./vendor/govuk-frontend-6.6.0.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
