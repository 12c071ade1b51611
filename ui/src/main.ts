import { mount } from "svelte";

import App from "./App.svelte";
import "./app.css";
import ReviewApp from "./ReviewApp.svelte";

const target = document.getElementById("app");
const review = new URLSearchParams(location.search).get("window") === "review";
if (target) mount(review ? ReviewApp : App, { target });
